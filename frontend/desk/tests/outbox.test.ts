import { afterEach, beforeEach, expect, test, vi } from "vitest";

const kept = new Map<string, string>();
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
});
const { outbox } = await import("../src/model/outbox");

type Sent = { text: string; client_id: string };
const sent: Sent[] = [];
let answers: (Response | Error)[] = [];

const taken = (seq: number) => Response.json({ seq });
const away = () => new Error("nobody there");
const texts = () => sent.map((one) => one.text);
const states = () => outbox.letters().map((one) => one.state);
const soon = () => vi.advanceTimersByTimeAsync(0);
const later = () => vi.advanceTimersByTimeAsync(5_000);

beforeEach(() => {
  vi.useFakeTimers();
  outbox.clear();
  sent.length = 0;
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body) as Sent);
    const answer = answers.shift() ?? away();
    if (answer instanceof Error) throw answer;
    return answer;
  });
});

afterEach(() => vi.useRealTimers());

test("what did not arrive is sent again by itself, under the same id", async () => {
  answers = [away(), away(), taken(4)];
  outbox.post("a", "Hello", null);
  await soon();
  expect(states()).toEqual(["waiting"]);
  await later();
  await later();
  expect(texts()).toEqual(["Hello", "Hello", "Hello"]);
  expect(new Set(sent.map((one) => one.client_id)).size).toBe(1);
  expect(states()).toEqual(["sent"]);
  await later();
  expect(sent.length).toBe(3);
});

test("a reply does not overtake one that waits", async () => {
  answers = [away(), away(), taken(4), taken(5)];
  outbox.post("a", "First", null);
  await soon();
  outbox.post("a", "Second", null);
  await soon();
  expect(texts()).toEqual(["First", "First"]);
  await later();
  expect(texts()).toEqual(["First", "First", "First", "Second"]);
  expect(states()).toEqual(["sent", "sent"]);
});

test("what waits in one conversation holds up no other", async () => {
  answers = [away(), taken(9), away(), taken(4)];
  outbox.post("a", "First", null);
  await soon();
  outbox.post("b", "Elsewhere", null);
  await soon();
  expect(states()).toEqual(["waiting", "sent"]);
  await later();
  expect(states()).toEqual(["waiting", "sent"]);
  await later();
  expect(states()).toEqual(["sent", "sent"]);
});

test("what is refused is not sent again", async () => {
  answers = [Response.json({ detail: "It is closed." }, { status: 409 })];
  outbox.post("a", "Hello", null);
  await soon();
  expect(states()).toEqual(["refused"]);
  await later();
  expect(sent.length).toBe(1);
});

test("one reply is never under way twice", async () => {
  let arrive = (_: Response) => {};
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body) as Sent);
    return new Promise<Response>((done) => {
      arrive = done;
    });
  });
  outbox.post("a", "Hello", null);
  const id = outbox.letters()[0]?.clientId ?? "";
  void outbox.send(id);
  void outbox.sendWaiting();
  await soon();
  expect(sent.length).toBe(1);
  arrive(taken(4));
  await soon();
  expect(states()).toEqual(["sent"]);
});
