import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newId, Outbox } from "../src/model/outbox";
import { Problem } from "../src/net/api";
import { memoryShelf } from "./build";

/** A server that keeps one message per client id, and fails as it is told to. */
class Server {
  readonly kept = new Map<string, string>();
  readonly asked: string[] = [];
  failures: (Problem | "after keeping")[] = [];
  lost = vi.fn();

  send = async (clientId: string, text: string): Promise<number> => {
    this.asked.push(clientId);
    const failure = this.failures.shift();
    if (failure instanceof Problem) throw failure;
    if (!this.kept.has(clientId)) this.kept.set(clientId, text);
    if (failure) throw new Problem(0, "the answer was lost");
    return [...this.kept.keys()].indexOf(clientId) + 1;
  };

  get texts(): string[] {
    return [...this.kept.values()];
  }

  outbox(items = new Map<string, string>()): Outbox {
    return new Outbox(memoryShelf(items), { send: this.send, changed: () => {}, lost: this.lost });
  }
}

const NOW = new Date("2026-03-02T10:00:00Z");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("sends in the order of writing, one after the other", async () => {
  const server = new Server();
  const outbox = server.outbox();
  for (const text of ["one", "two", "three"]) outbox.add(text, NOW);
  await vi.runAllTimersAsync();
  expect(server.texts).toEqual(["one", "two", "three"]);
  expect(outbox.all().map((item) => [item.state, item.seq])).toEqual([
    ["sent", 1],
    ["sent", 2],
    ["sent", 3],
  ]);
});

test("after failures of every passing kind each message is there once and in order", async () => {
  const server = new Server();
  server.failures = [
    new Problem(0, "offline"),
    "after keeping",
    new Problem(503, "down"),
    new Problem(429, "slower", 2_000),
    "after keeping",
  ];
  const outbox = server.outbox();
  for (const text of ["one", "two", "three"]) outbox.add(text, NOW);
  await vi.runAllTimersAsync();
  expect(server.texts).toEqual(["one", "two", "three"]);
  expect(new Set(server.asked).size).toBe(3);
  expect(server.asked).toHaveLength(8);
});

test("waits at least as long as the server asks", async () => {
  const server = new Server();
  server.failures = [new Problem(429, "slower", 60_000)];
  server.outbox().add("one", NOW);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(server.asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(server.texts).toEqual(["one"]);
});

test("a reload keeps unsent messages, their ids and their order", async () => {
  const server = new Server();
  const items = new Map<string, string>();
  server.failures = ["after keeping", new Problem(503, "down")];
  const before = server.outbox(items);
  for (const text of ["one", "two"]) before.add(text, NOW);
  await vi.advanceTimersByTimeAsync(0);
  before.stop();
  const after = server.outbox(items);
  expect(after.all().map((item) => item.text)).toEqual(["one", "two"]);
  server.failures = [];
  await after.flush();
  expect(server.texts).toEqual(["one", "two"]);
  expect(items.size).toBe(0);
});

test("a refused message is told and kept, and does not hold up the next", async () => {
  const server = new Server();
  const items = new Map<string, string>();
  server.failures = [new Problem(422, "Control characters.")];
  const outbox = server.outbox(items);
  const bad = outbox.add("bad", NOW);
  outbox.add("good", NOW);
  await vi.runAllTimersAsync();
  expect(server.texts).toEqual(["good"]);
  expect(outbox.all()[0]).toMatchObject({
    state: "refused",
    problem: { status: 422, detail: "Control characters." },
  });
  expect(server.outbox(items).all()).toMatchObject([{ text: "bad", state: "refused" }]);
  expect(outbox.drop(bad.client_id)?.text).toBe("bad");
  expect(server.outbox(items).all()).toEqual([]);
});

test("refused messages may try again in another conversation", async () => {
  const server = new Server();
  server.failures = [new Problem(409, "This conversation is closed.")];
  const outbox = server.outbox();
  outbox.add("still here", NOW);
  await vi.runAllTimersAsync();
  outbox.retryRefused();
  await outbox.flush();
  expect(server.texts).toEqual(["still here"]);
});

test("a lost conversation is told, and the message kept for the next", async () => {
  const server = new Server();
  server.failures = [new Problem(404, "unknown")];
  const outbox = server.outbox();
  outbox.add("one", NOW);
  await vi.runAllTimersAsync();
  expect(server.lost).toHaveBeenCalledOnce();
  expect(server.asked).toHaveLength(1);
  expect(outbox.all()).toMatchObject([{ text: "one", state: "waiting" }]);
});

test("a message that the stream has shown leaves the outbox, its answer lost or not", async () => {
  const server = new Server();
  const items = new Map<string, string>();
  server.failures = ["after keeping"];
  const outbox = server.outbox(items);
  const item = outbox.add("one", NOW);
  await vi.advanceTimersByTimeAsync(0);
  outbox.confirm(item.client_id);
  await vi.runAllTimersAsync();
  expect(outbox.all()).toEqual([]);
  expect(server.asked).toHaveLength(1);
  expect(items.size).toBe(0);
});

test("ids are random UUIDs of version 4", () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const ids = Array.from({ length: 200 }, newId);
  expect(ids.every((id) => form.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(200);
});
