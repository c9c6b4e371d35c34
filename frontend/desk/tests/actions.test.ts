import { expect, test } from "vitest";
import { actions } from "../src/actions/actions";
import { resolve, strokeOf } from "../src/actions/keyboard";
import { actionsOf } from "../src/actions/keymap";
import { groups } from "../src/actions/palette";
import { speak } from "../src/i18n";

const keys = (key: string, held: Partial<KeyboardEvent> = {}) =>
  strokeOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("every action has a key, and no two share one", () => {
  const all = actions.map((action) => action.keys);
  expect(all.every(Boolean)).toBe(true);
  expect(new Set(all).size).toBe(all.length);
});

test("no key is the beginning of another's sequence", () => {
  for (const one of actions) {
    expect(actions.filter((other) => other.keys.startsWith(`${one.keys} `))).toEqual([]);
  }
});

test("the map and the palette show every action", () => {
  const mapped = (["conversation", "list", "judging", "go", "desk"] as const).flatMap((group) => [
    ...actionsOf(group),
  ]);
  expect(new Set(mapped)).toEqual(new Set(actions));
  expect(actions.every((action) => groups.includes(action.group))).toBe(true);
});

test("within a group every action has a name of its own in both languages", () => {
  for (const locale of ["en", "de"] as const) {
    const { t } = speak(locale);
    const names = actions.map((action) => `${action.group}: ${t(action.title)}`);
    expect(new Set(names).size).toBe(names.length);
  }
});

test.each([
  "j",
  "k",
  "Enter",
  "a",
  "d",
  "t",
  "b",
  "c",
  "r",
  "n",
  "g q",
  "g m",
  "g r",
  "g s",
  "g p",
  "g j",
  "g u",
  "1",
  "2",
  "3",
  "4",
  "mod+k",
  "?",
])("%s is on the map", (stroke) => {
  expect(actions.some((action) => action.keys === stroke)).toBe(true);
});

test("every sequence leads to its action, stroke by stroke", () => {
  for (const action of actions.filter((one) => !one.native)) {
    let pending = "";
    let found: unknown = null;
    for (const stroke of action.keys.split(" ")) {
      const next = resolve(pending, stroke, actions);
      pending = next.pending;
      found = next.action;
    }
    expect(found).toBe(action);
  }
});

test("a wrong second stroke forgets the first", () => {
  const first = resolve("", "g", actions);
  expect(first).toEqual({ action: null, pending: "g" });
  expect(resolve("g", "y", actions)).toEqual({ action: null, pending: "" });
});

test("strokes are named as the list names them", () => {
  expect(keys("k", { ctrlKey: true })).toBe("mod+k");
  expect(keys("K", { metaKey: true, shiftKey: true })).toBe("mod+k");
  expect(keys("S", { shiftKey: true })).toBe("Shift+S");
  expect(keys("?", { shiftKey: true })).toBe("?");
  expect(keys("J")).toBe("j");
  expect(keys("Shift", { shiftKey: true })).toBeNull();
  expect(keys("a", { altKey: true })).toBeNull();
});
