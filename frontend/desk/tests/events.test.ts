import { expect, test } from "vitest";
import type { ConversationEvent, Decision } from "../../shared/api";
import {
  addPartial,
  decisionsByTurn,
  endsForming,
  merge,
  nothingForming,
} from "../src/model/events";

function event(seq: number, more: Partial<ConversationEvent> = {}): ConversationEvent {
  return { seq, at: "2026-11-01T10:00:00Z", kind: "message", from: "customer", ...more };
}

const seqs = (events: readonly ConversationEvent[]) => events.map((one) => one.seq);

test("a reconnect that sends events again doubles none", () => {
  const known = [event(1), event(2)];
  expect(seqs(merge(known, [event(2), event(3), event(3)]))).toEqual([1, 2, 3]);
});

test("a late event takes its own place", () => {
  expect(seqs(merge([event(1), event(4)], [event(3), event(2)]))).toEqual([1, 2, 3, 4]);
});

test("nothing new gives the same list, so that nothing is drawn again", () => {
  const known = [event(1), event(2)];
  expect(merge(known, [event(1)])).toBe(known);
});

test("events cut at random points and sent twice come out once and in order", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const all = Array.from({ length: 60 }, (_, index) => event(index + 1));
  for (let run = 0; run < 200; run++) {
    let known: ConversationEvent[] = [];
    for (let at = 0; at < all.length; ) {
      const from = Math.max(0, at - random(5));
      at = Math.min(all.length, at + 1 + random(9));
      known = merge(known, all.slice(from, at));
    }
    expect(seqs(known)).toEqual(seqs(all));
  }
});

test("sentences of an answer stand in their order and a new answer starts afresh", () => {
  const second = addPartial(nothingForming, { reply_to: 4, index: 1, text: "B." });
  const both = addPartial(second, { reply_to: 4, index: 0, text: "A." });
  expect(both.sentences).toEqual(["A.", "B."]);
  expect(addPartial(both, { reply_to: 6, index: 0, text: "C." }).sentences).toEqual(["C."]);
});

test("the stored answer ends the answer in the making, the customer's own words do not", () => {
  expect(endsForming(event(1, { from: "ai" }))).toBe(true);
  expect(endsForming(event(1, { from: "customer" }))).toBe(false);
  expect(endsForming(event(1, { kind: "handoff_requested", from: "system" }))).toBe(true);
});

test("a turn decided twice shows its latest decision", () => {
  const early = { turn_seq: 2, at: "2026-11-01T10:00:00Z", id: "early" } as Decision;
  const late = { turn_seq: 2, at: "2026-11-01T10:00:05Z", id: "late" } as Decision;
  expect(decisionsByTurn([late, early]).get(2)?.id).toBe("late");
});
