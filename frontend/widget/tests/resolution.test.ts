import { expect, test, vi } from "vitest";
import { askable, Resolution } from "../src/model/resolution";
import { type Api, Problem, type Session } from "../src/net/api";
import { event, memoryShelf, message } from "./build";

const SESSION: Session = { id: "c1", token: "t", disclosure: "", locale: "en" };
const answer = (seq: number, data = {}) =>
  event(seq, "message", { from: "ai", provenance: { made_by: "ai" }, data });

function resolution(resolve: (resolved: boolean) => Promise<unknown>, shelf = memoryShelf()) {
  const api = { resolve: (_: Session, resolved: boolean) => resolve(resolved) } as unknown as Api;
  const changed = vi.fn();
  return { it: new Resolution(api, shelf, { session: () => SESSION, changed }), changed };
}

test("asks about the AI's last answer, and about nothing else", () => {
  expect(askable([message(1, "customer"), answer(2)])).toBe(2);
  expect(askable([answer(2), message(3, "customer")])).toBeNull();
  expect(askable([answer(2), event(3, "accepted")])).toBeNull();
  expect(askable([answer(2), event(3, "disclosure")])).toBe(2);
  expect(askable([])).toBeNull();
});

test("does not ask whether an answer helped that was none, or that a person checked", () => {
  expect(askable([answer(2, { offers_person: true })])).toBeNull();
  const checked = event(2, "message", { from: "ai", provenance: { made_by: "ai_draft" } });
  expect(askable([checked])).toBeNull();
});

test("what was said is shown at once, kept over a reload and sent", async () => {
  const shelf = memoryShelf();
  const sent: boolean[] = [];
  const { it, changed } = resolution(async (resolved) => sent.push(resolved), shelf);
  it.say(2, true);
  expect(it.isAbout(2)).toBe(true);
  expect(changed).toHaveBeenCalled();
  await vi.waitFor(() => expect(it.said?.kept).toBe(true));
  expect(sent).toEqual([true]);
  expect(resolution(async () => {}, shelf).it.isAbout(2)).toBe(true);
});

test("goes again when the connection is back, but not about an answer of yesterday", async () => {
  let online = false;
  const send = vi.fn(async () => {
    if (!online) throw new Problem(0, "no connection");
  });
  const { it } = resolution(send);
  it.say(2, false);
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1));
  await Promise.resolve();
  it.wake(5);
  expect(send).toHaveBeenCalledTimes(1);
  online = true;
  it.wake(2);
  await vi.waitFor(() => expect(it.said?.kept).toBe(true));
  it.wake(2);
  expect(send).toHaveBeenCalledTimes(2);
});

test("a refusal for good is not tried again", async () => {
  const send = vi.fn(async () => {
    throw new Problem(409, "no answer of the AI's");
  });
  const { it } = resolution(send);
  it.say(2, true);
  await vi.waitFor(() => expect(it.said?.kept).toBe(true));
  it.wake(2);
  expect(send).toHaveBeenCalledTimes(1);
});

test("the last word counts, also when it is said while the one before is on its way", async () => {
  const arrive: (() => void)[] = [];
  const sent: boolean[] = [];
  const { it } = resolution((resolved) => {
    sent.push(resolved);
    return new Promise<void>((done) => arrive.push(done));
  });
  it.say(2, true);
  it.say(2, false);
  expect(sent).toEqual([true]);
  arrive[0]?.();
  await vi.waitFor(() => expect(sent).toEqual([true, false]));
  expect(it.said?.kept).toBe(false);
  arrive[1]?.();
  await vi.waitFor(() => expect(it.said).toEqual({ seq: 2, resolved: false, kept: true }));
});
