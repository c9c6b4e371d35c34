import { expect, test } from "vitest";
import { openChoices } from "../src/model/choices";
import { event, message } from "./build";

const OFFERED = [
  { slug: "abroad", title: "Fees abroad" },
  { slug: "late", title: "Fees for late payment" },
];
const asked = (seq: number, sources = OFFERED) =>
  message(seq, "ai", { asked_back: true, offers_person: true, sources });

test("the choices of the AI's last question are open until something comes of it", () => {
  expect(openChoices([message(1, "customer"), asked(2)])).toEqual({ seq: 2, offered: OFFERED });
  expect(openChoices([asked(2), event(3, "disclosure")])?.seq).toBe(2);
  expect(openChoices([asked(2), message(3, "customer")])).toBeNull();
  expect(openChoices([asked(2), event(3, "handoff_requested")])).toBeNull();
  expect(openChoices([asked(2), event(3, "closed")])).toBeNull();
  expect(openChoices([asked(2), message(3, "customer"), asked(4)])?.seq).toBe(4);
});

test("an answer with sources offers no choice, nor does a question with one", () => {
  expect(openChoices([message(1, "ai", { sources: OFFERED })])).toBeNull();
  expect(openChoices([asked(1, OFFERED.slice(1))])).toBeNull();
  expect(openChoices([])).toBeNull();
});
