import { expect, test } from "vitest";
import { leaderOf } from "../src/model/leader";
import type { ConversationEvent } from "../src/model/types";
import { event, message } from "./build";

const anna = { staff: { name: "Anna" } };
const asked = event(2, "handoff_requested", { data: { by: "customer" } });
const queued = event(3, "queue_update", { data: { state: "queued" } });
const accepted = event(4, "accepted", { data: anna });

const CASES: [string, ConversationEvent[], object][] = [
  ["the AI at first", [event(1, "disclosure")], { kind: "ai" }],
  ["a review", [event(1, "lead_changed", { data: { lead: "REVIEW" } })], { kind: "review" }],
  ["waiting once asked", [asked, queued], { kind: "waiting" }],
  ["the person who accepts", [asked, queued, accepted], { kind: "person", name: "Anna" }],
  [
    "the person still, whatever a late queue update says",
    [asked, accepted, event(5, "queue_update", { data: { state: "queued" } })],
    { kind: "person", name: "Anna" },
  ],
  ["the AI when handed back", [asked, accepted, event(5, "handed_back")], { kind: "ai" }],
  [
    "the AI when the customer stays with it",
    [asked, queued, event(5, "queue_update", { data: { state: "withdrawn" } })],
    { kind: "ai" },
  ],
  [
    "a callback",
    [asked, event(5, "queue_update", { data: { state: "callback" } })],
    { kind: "callback" },
  ],
  [
    "a callback, though the lead is a person's",
    [
      event(5, "queue_update", { data: { state: "callback" } }),
      event(6, "lead_changed", { data: { lead: "PERSON" } }),
    ],
    { kind: "callback" },
  ],
  ["nobody once closed", [accepted, event(5, "closed")], { kind: "closed" }],
  ["the AI after writing again", [event(5, "closed"), message(6, "customer")], { kind: "ai" }],
  [
    "the person who writes, though no acceptance was seen",
    [event(1, "message", { from: "staff", provenance: { made_by: "person", ...anna } })],
    { kind: "person", name: "Anna" },
  ],
];

test.each(CASES)("%s", (_, events, leader) => {
  expect(leaderOf(events)).toEqual(leader);
});
