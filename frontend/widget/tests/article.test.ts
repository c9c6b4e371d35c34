import { expect, test } from "vitest";
import { blocksOf } from "../src/model/article";

test("headings, paragraphs over several lines, and lists", () => {
  const text = "First\nline.\n\n## How\nSteps:\n1. One\n2. Two\n   goes on\n- a\n- b\n\nEnd.";
  expect(blocksOf(text)).toEqual([
    { kind: "paragraph", text: "First line." },
    { kind: "heading", text: "How" },
    { kind: "paragraph", text: "Steps:" },
    { kind: "list", ordered: true, items: ["One", "Two goes on"] },
    { kind: "list", ordered: false, items: ["a", "b"] },
    { kind: "paragraph", text: "End." },
  ]);
});

test("marks within a line are taken off, links lose their address", () => {
  const text = "Press **Freeze** or `Replace`, see [the list](javascript:alert(1)).";
  expect(blocksOf(text)).toEqual([
    { kind: "paragraph", text: "Press Freeze or Replace, see the list)." },
  ]);
});

test("HTML stays what it is: text", () => {
  const text = "<img src=x onerror=alert(1)>";
  expect(blocksOf(text)).toEqual([{ kind: "paragraph", text }]);
});

test("stars that mean multiplication and an empty text are left alone", () => {
  expect(blocksOf("2 * 3 ** 4")).toEqual([{ kind: "paragraph", text: "2 * 3 ** 4" }]);
  expect(blocksOf(" \n\n")).toEqual([]);
});
