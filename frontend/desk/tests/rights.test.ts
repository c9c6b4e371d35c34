import { expect, test } from "vitest";
import type { ConversationState, Detail, Me, Role, RowHandoff } from "../../shared/api";
import { has, rightsOf } from "../src/model/rights";

const me = (...roles: Role[]) => ({ id: "me", name: "Me", roles }) as Me;

function detail(state: ConversationState, ownerId?: string, offeredTo?: string): Detail {
  const staff = ownerId ? { id: ownerId, name: `Name of ${ownerId}` } : null;
  const handoff = offeredTo
    ? ({
        state: "offered",
        prefer: "now",
        reason: "",
        offered_to: { id: offeredTo, name: "" },
      } as RowHandoff)
    : null;
  return {
    conversation: { state, owner: { party: "person", staff }, handoff },
    customer: {},
    notes: [],
  } as unknown as Detail;
}

test("only the one who leads may reply or hand back", () => {
  expect(rightsOf(detail("person", "me"), me("staff"))).toMatchObject({
    reply: true,
    handBack: true,
  });
  expect(rightsOf(detail("person", "other"), me("staff"))).toMatchObject({
    reply: false,
    handBack: false,
  });
  expect(rightsOf(detail("ai"), me("admin"))).toMatchObject({ reply: false, handBack: false });
});

test("an offer is for the one it names", () => {
  expect(rightsOf(detail("queued", undefined, "me"), me("staff"))).toMatchObject({
    accept: true,
    decline: true,
  });
  expect(rightsOf(detail("queued", undefined, "other"), me("staff"))).toMatchObject({
    accept: false,
    decline: false,
  });
  expect(rightsOf(detail("queued"), me("staff"))).toMatchObject({ accept: true, decline: false });
});

test("taking over from a colleague is for supervisors and asks why", () => {
  expect(rightsOf(detail("person", "other"), me("staff")).takeOver).toBe(false);
  expect(rightsOf(detail("person", "other"), me("supervisor"))).toMatchObject({
    takeOver: true,
    takeOverFrom: "Name of other",
  });
  expect(rightsOf(detail("ai"), me("staff"))).toMatchObject({ takeOver: true, takeOverFrom: null });
});

test("a closed conversation takes notes and nothing else", () => {
  const rights = rightsOf(detail("closed"), me("admin"));
  expect(Object.entries(rights).filter(([, may]) => may)).toEqual([["note", true]]);
});

test("an administrator has every role, a steward is not a supervisor", () => {
  expect(has(me("admin"), "supervisor")).toBe(true);
  expect(has(me("steward"), "supervisor")).toBe(false);
  expect(has(me("steward"), "staff")).toBe(true);
});
