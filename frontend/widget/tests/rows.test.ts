import { expect, test } from "vitest";
import { textsFor } from "../src/i18n";
import { Times } from "../src/i18n/times";
import type { Outgoing } from "../src/model/outbox";
import { rowsOf } from "../src/model/rows";
import type { ConversationEvent } from "../src/model/types";
import { event, message } from "./build";

const TIMES = new Times("en", textsFor("en"), "UTC");
const NOW = new Date("2026-03-02T11:00:00Z");

function rows(events: ConversationEvent[], outgoing: Outgoing[] = []) {
  return rowsOf(events, outgoing, TIMES, NOW);
}

test("one name and one time for messages of one voice that stand together", () => {
  const shown = rows([message(1, "ai"), message(2, "ai"), message(3, "customer")]);
  expect(shown.map((row) => (row.kind === "message" ? [row.first, row.last] : row.kind))).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ]);
});

test("what the AI wrote and what a person checked do not share a name", () => {
  const ai = event(1, "message", { from: "ai", provenance: { made_by: "ai" } });
  const checked = event(2, "message", { from: "ai", provenance: { made_by: "ai_draft" } });
  const shown = rows([ai, checked]);
  expect(shown.every((row) => row.kind === "message" && row.first)).toBe(true);
});

test("days are told when there is more than today", () => {
  const yesterday = event(1, "message", { at: "2026-03-01T10:00:00Z" });
  const shown = rows([yesterday, message(2, "ai")]);
  expect(shown.map((row) => (row.kind === "day" ? row.label : row.kind))).toEqual([
    "Yesterday",
    "message",
    "Today",
    "message",
  ]);
});

test("a place that moves up is told by the card, a new state by the log", () => {
  const states = ["queued", "queued", "offered", "queued"] as const;
  const shown = rows(states.map((state, at) => event(at + 1, "queue_update", { data: { state } })));
  expect(shown.map((row) => row.key)).toEqual(["e1", "e3", "e4"]);
});

test("who writes while waiting is told again where they stand", () => {
  const queued = { data: { state: "queued" as const } };
  const shown = rows([
    event(1, "queue_update", queued),
    message(2, "customer"),
    event(3, "queue_update", queued),
  ]);
  expect(shown.map((row) => row.key)).toEqual(["e1", "e2", "e3"]);
});

test("the lead is told when it changes", () => {
  const leads = ["AI", "REVIEW", "REVIEW", "AI"] as const;
  const shown = rows(leads.map((lead, at) => event(at + 1, "lead_changed", { data: { lead } })));
  expect(shown.map((row) => row.key)).toEqual(["e2", "e4"]);
});

test("events without words take no line", () => {
  expect(
    rows([event(1, "handed_back", { text: " " }), event(2, "queue_update", { text: null })]),
  ).toEqual([]);
});

test("a message on its way stands at the end, and only until it has arrived", () => {
  const item: Outgoing = { client_id: "c1", text: "hi", at: "", order: 1, state: "sent", seq: 2 };
  expect(rows([message(1, "ai")], [item]).map((row) => row.key)).toEqual(["e1", "oc1"]);
  const arrived = [message(1, "ai"), message(2, "customer", { client_id: "c1" })];
  expect(rows(arrived, [item]).map((row) => row.key)).toEqual(["e1", "e2"]);
});
