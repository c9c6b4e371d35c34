import { expect, test } from "vitest";
import { mentionedIn, missingIn, replaced, triggerAt } from "../src/beside/trigger";

const all = ["/", "#", "@"] as const;

test("a mark counts at the beginning and after a blank, and nowhere else", () => {
  expect(triggerAt("/gre", 4, all)).toEqual({ mark: "/", words: "gre", start: 0, end: 4 });
  expect(triggerAt("See #card ref", 13, all)).toMatchObject({ mark: "#", words: "card ref" });
  expect(triggerAt("and/or", 6, all)).toBeNull();
  expect(triggerAt("a@b.example", 11, all)).toBeNull();
  expect(triggerAt("/ gre", 5, all)).toBeNull();
  expect(triggerAt("@Ada please look at", 19, all)).toBeNull();
});

test("only the marks that are meant here count, up to the caret", () => {
  expect(triggerAt("@Ada", 4, ["/", "#"])).toBeNull();
  expect(triggerAt("#card now", 5, all)?.words).toBe("card");
});

test("what was typed is replaced and the rest stays", () => {
  const trigger = triggerAt("Hi /gre!", 7, all);
  expect(trigger && replaced("Hi /gre!", trigger, "Hello")).toBe("Hi Hello!");
});

test("variables that stand are named once, other braces are left alone", () => {
  const text = "{wait} and {wait}, {customer}, {code}";
  expect(missingIn(text, ["customer", "wait"])).toEqual(["wait", "customer"]);
});

test("a colleague is mentioned while the name stands", () => {
  const named = new Map([
    ["1", "Ada Berg"],
    ["2", "Ben"],
  ]);
  expect(mentionedIn("@Ada Berg please", named)).toEqual(["1"]);
});
