import { expect, test } from "vitest";
import type { ConversationEvent } from "../../shared/api";
import { asksBack, chosenIn } from "../src/model/choices";

const OFFERED = [
  { slug: "abroad", title: "Fees abroad" },
  { slug: "late", title: "Fees for late payment" },
];

function said(seq: number, from: "customer" | "ai", text: string, data = {}): ConversationEvent {
  return {
    seq,
    at: "2026-03-02T10:00:00Z",
    kind: "message",
    from,
    text,
    data,
  } as ConversationEvent;
}

const asked = (seq: number) => said(seq, "ai", "Which?", { asked_back: true, sources: OFFERED });

test("a title that comes back is what was chosen, in any case", () => {
  expect(chosenIn([asked(2), said(3, "customer", " fees abroad ")])).toEqual(
    new Map([[2, "abroad"]]),
  );
});

test("other words are known by the one article that answers them", () => {
  const answer = said(4, "ai", "5 euros.", { sources: [OFFERED[1]] });
  expect(chosenIn([asked(2), said(3, "customer", "the second"), answer]).get(2)).toBe("late");
  const other = said(4, "ai", "Hm.", { sources: [{ slug: "loans", title: "Loans" }] });
  expect(chosenIn([asked(2), said(3, "customer", "loans"), other]).get(2)).toBeNull();
  const both = said(4, "ai", "Hm.", { sources: OFFERED });
  expect(chosenIn([asked(2), said(3, "customer", "both"), both]).get(2)).toBeNull();
  expect(chosenIn([asked(2), said(3, "customer", "hm"), asked(4)]).get(2)).toBeNull();
});

test("nothing is known before the customer answers, and answers with sources ask nothing", () => {
  expect(chosenIn([asked(2)]).get(2)).toBeNull();
  expect(chosenIn([said(2, "ai", "5 euros.", { sources: OFFERED })]).size).toBe(0);
  expect(asksBack(said(2, "customer", "x", { asked_back: false }))).toBe(false);
});
