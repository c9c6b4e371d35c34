import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Connection, EventStream, SILENCE_MS } from "../src/net/stream";

/** The far end of one stream: what the widget asked, and a way to send or to hang up. */
interface Line {
  url: string;
  headers: Record<string, string>;
  send(text: string): void;
  hangUp(): void;
}

let lines: Line[] = [];
let answers: (() => Response)[] = [];

function listen() {
  const seen: string[] = [];
  const states: Connection[] = [];
  let lastId = 0;
  const stream = new EventStream({
    resume: () => ({ url: `/stream?after=${lastId}`, token: "t", lastId }),
    event: (event) => {
      seen.push(event.data);
      if (event.id) lastId = Number(event.id);
    },
    connection: (state) => states.push(state),
  });
  stream.open();
  return { seen, states, stream };
}

function answer(url: string, init: RequestInit): Response {
  const refusal = answers.shift();
  if (refusal) return refusal();
  let far: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      far = controller;
    },
  });
  init.signal?.addEventListener("abort", () => {
    try {
      far?.error(new DOMException("aborted", "AbortError"));
    } catch {
      // Already closed.
    }
  });
  lines.push({
    url,
    headers: init.headers as Record<string, string>,
    send: (text) => far?.enqueue(new TextEncoder().encode(text)),
    hangUp: () => far?.close(),
  });
  return new Response(body, { status: 200 });
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  answers = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => answer(url, init));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("sends the token in a header and resumes after the last event", async () => {
  const { seen, states, stream } = listen();
  await settle();
  expect(lines[0]?.headers.authorization).toBe("Bearer t");
  expect(lines[0]?.headers["last-event-id"]).toBeUndefined();
  lines[0]?.send("id: 7\ndata: a\n\nid: 8\nda");
  await settle();
  lines[0]?.hangUp();
  await vi.advanceTimersByTimeAsync(600);
  expect(seen).toEqual(["a"]);
  expect(lines[1]?.headers["last-event-id"]).toBe("7");
  expect(states).toEqual(["live", "interrupted", "live"]);
  stream.close();
});

test("a silent connection is given up and opened anew; a heartbeat keeps it", async () => {
  const { stream } = listen();
  await settle();
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 5_000);
  lines[0]?.send(": beat\n\n");
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 5_000);
  expect(lines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(lines).toHaveLength(2);
  stream.close();
});

test("pauses grow while the server is away, up to a limit", async () => {
  answers = Array.from({ length: 200 }, () => () => new Response("", { status: 503 }));
  const { stream } = listen();
  await vi.advanceTimersByTimeAsync(60_000);
  const tried = 200 - answers.length;
  expect(tried).toBeGreaterThan(7);
  expect(tried).toBeLessThan(16);
  stream.close();
});

test("stops for good when the conversation is not this customer's", async () => {
  answers = [() => new Response("{}", { status: 404 })];
  const { states } = listen();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(states).toEqual(["lost"]);
  expect(lines).toHaveLength(0);
});

test("waking tries at once, and never opens a second stream", async () => {
  answers = [() => new Response("", { status: 503, headers: { "retry-after": "60" } })];
  const { stream } = listen();
  await settle();
  stream.wake();
  await settle();
  expect(lines).toHaveLength(1);
  stream.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lines).toHaveLength(1);
  stream.close();
});
