import { expect, test } from "vitest";
import { isWaiting, noteWithPhone, peopleAreThere, viewOf } from "../src/model/handoff";
import { card, event } from "./build";

const SLOT = "2026-03-02T14:00:00Z";
const SLOTS = [SLOT];

test("no card before anyone is asked for", () => {
  expect(viewOf(null, null)).toBeNull();
  expect(viewOf(card({}), null)).toBeNull();
});

test("place in line with the range in whole minutes, rounded outwards", () => {
  const view = viewOf(card({ state: "queued", position: 2, low_min: 2.7, high_min: 7.2 }), null);
  expect(view?.headline).toEqual({ kind: "in_line", position: 2 });
  expect(view?.range).toEqual({ low: 2, high: 8 });
  expect(view?.mayStay).toBe(true);
});

test("the place alone while there is no history", () => {
  const view = viewOf(card({ state: "queued", position: 1, low_min: null, high_min: null }), null);
  expect(view?.headline).toEqual({ kind: "in_line", position: 1 });
  expect(view?.range).toBeNull();
});

test("out of hours: the truth, no range, no waiting now; callback and message", () => {
  const opensAt = "2026-03-03T08:00:00Z";
  const view = viewOf(
    card({
      state: "queued",
      in_hours: false,
      opens_at: opensAt,
      low_min: 1,
      high_min: 2,
      callback_slots: SLOTS,
    }),
    null,
  );
  expect(view?.headline).toEqual({ kind: "closed_hours", opensAt });
  expect(view?.range).toBeNull();
  expect(view?.choices).toEqual(["callback", "message"]);
});

test("within opening hours with nobody on duty: the truth all the same", () => {
  const out = event(3, "queue_update", { data: { state: "out_of_hours" } });
  const back = event(4, "queue_update", { data: { state: "queued" } });
  expect([[], [out], [out, back]].map(peopleAreThere)).toEqual([null, false, true]);
  const queued = card({ state: "queued", position: 1, low_min: 1, high_min: 2 });
  expect(viewOf(queued, false)?.headline).toEqual({ kind: "closed_hours", opensAt: null });
  expect(viewOf(queued, false)?.range).toBeNull();
  expect(viewOf(queued, true)?.headline).toEqual({ kind: "in_line", position: 1 });
});

test("a hand-off that has ended shows no card", () => {
  expect(viewOf(card({ state: "withdrawn" as never }), null)).toBeNull();
});

test("no callback is offered without a time for it", () => {
  expect(viewOf(card({ state: "queued" }), null)?.choices).toEqual(["message"]);
});

test("a booked callback may be moved, changed to waiting now, or left", () => {
  const view = viewOf(card({ state: "callback", callback_at: SLOT, callback_slots: SLOTS }), null);
  expect(view?.headline).toEqual({ kind: "callback", at: SLOT });
  expect(view?.choices).toEqual(["now", "callback", "message"]);
  expect(view?.mayStay).toBe(true);
});

test("an answer later does not offer itself again", () => {
  const view = viewOf(card({ state: "message", callback_slots: SLOTS }), null);
  expect(view?.choices).toEqual(["now", "callback"]);
});

test("when a person is here there is nothing left to choose", () => {
  const view = viewOf(
    card({ state: "accepted", staff: { name: "Anna" }, callback_slots: SLOTS }),
    null,
  );
  expect(view?.headline).toEqual({ kind: "joined", name: "Anna" });
  expect(view?.choices).toEqual([]);
  expect(view?.mayStay).toBe(false);
});

test("waiting is requested, queued or offered", () => {
  const states = ["none", "requested", "queued", "offered", "accepted", "callback"] as const;
  expect(states.filter((state) => isWaiting(card({ state })))).toEqual([
    "requested",
    "queued",
    "offered",
  ]);
});

test("the number to call is one line of the note, once, and can be taken out", () => {
  const once = noteWithPhone("About my loan.", "Phone", " 030 123 ");
  expect(once).toBe("About my loan.\nPhone: 030 123");
  expect(noteWithPhone(once, "Telefon", "040 9")).toBe("About my loan.\nTelefon: 040 9");
  expect(noteWithPhone(once, "Phone", "")).toBe("About my loan.");
});
