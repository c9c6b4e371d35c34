import { expect, test } from "vitest";
import * as line from "../src/model/timeline";
import { event, message } from "./build";

const seqs = (timeline: line.Timeline) => timeline.events.map((one) => one.seq);

test("keeps every event once and in order, however they come", () => {
  const events = [1, 2, 3, 4, 5, 6].map((seq) => message(seq, "ai"));
  let timeline = line.EMPTY;
  for (const seq of [2, 1, 2, 6, 3, 3, 5, 1, 4, 6]) {
    timeline = line.withEvents(timeline, events.slice(seq - 1, seq));
  }
  expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(line.lastSeq(timeline)).toBe(6);
});

test("the first version of an event stays, and a repetition changes nothing", () => {
  const first = line.withEvents(line.EMPTY, [event(1, "message", { text: "first" })]);
  expect(line.withEvents(first, [event(1, "message", { text: "second" })])).toBe(first);
});

test("drops what is no event", () => {
  const broken = [{ seq: 0, kind: "message" }, { seq: "7", kind: "message" }, { seq: 3 }];
  expect(line.withEvents(line.EMPTY, broken as never)).toBe(line.EMPTY);
});

test("finds the gap, and closes it when the server has nothing for it", () => {
  let timeline = line.withEvents(
    line.EMPTY,
    [1, 2, 5].map((seq) => message(seq, "ai")),
  );
  expect(line.gapAfter(timeline)).toBe(2);
  timeline = line.withEvents(timeline, [message(4, "ai")]);
  expect(line.gapAfter(timeline)).toBe(2);
  timeline = line.withGapsClosed(timeline, 5);
  expect(line.gapAfter(timeline)).toBeNull();
  timeline = line.withEvents(timeline, [message(7, "ai")]);
  expect(line.gapAfter(timeline)).toBe(5);
});

test("a gap at the very start is found", () => {
  expect(line.gapAfter(line.withEvents(line.EMPTY, [message(2, "ai")]))).toBe(0);
});

test("partial sentences stand in order and give way to the answer", () => {
  let timeline = line.withEvents(line.EMPTY, [message(1, "customer")]);
  timeline = line.withPartial(timeline, { reply_to: 1, index: 1, text: "Two." });
  timeline = line.withPartial(timeline, { reply_to: 1, index: 0, text: "One." });
  expect(timeline.partials.get(1)).toEqual(["One.", "Two."]);
  timeline = line.withEvents(timeline, [message(2, "ai", { reply_to: 1 })]);
  expect(timeline.partials.size).toBe(0);
});

test("a sentence that comes after its answer is dropped", () => {
  const events = [message(1, "customer"), message(2, "ai", { reply_to: 1 })];
  const timeline = line.withEvents(line.EMPTY, events);
  const late = line.withPartial(timeline, { reply_to: 1, index: 3, text: "Late." });
  expect(late.partials.size).toBe(0);
});

test("a person who takes over ends an unfinished answer", () => {
  let timeline = line.withEvents(line.EMPTY, [message(1, "customer")]);
  timeline = line.withPartial(timeline, { reply_to: 1, index: 0, text: "One." });
  timeline = line.withEvents(timeline, [event(2, "accepted")]);
  expect(timeline.partials.size).toBe(0);
});
