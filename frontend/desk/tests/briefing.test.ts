import { expect, test } from "vitest";
import type { Briefing } from "../../shared/api";
import { keysOfBriefing, lineKey } from "../src/briefing/fresh";
import { height, path, place, width } from "../src/briefing/mood_plot";
import { briefingText } from "../src/briefing/note";
import { ticked } from "../src/briefing/tick";
import { speak } from "../src/i18n";

const source = { type: "event", ref: "2", label: "customer, message 2" } as const;
const briefing: Briefing = {
  made_at: "2026-11-24T12:00:00Z",
  up_to_seq: 4,
  lines: [
    { section: "history", text: "Earlier.", source: { type: "history", ref: "k", label: "phone" } },
    { section: "need", text: "“My card is gone”", source },
  ],
  mood: [
    { seq: 2, sentiment: 1, word: "very_positive" },
    { seq: 4, sentiment: -1, word: "very_negative", turning: "drop" },
  ],
  actions: [{ advice: "answer", text: "Answer.", why: "It waits.", source }],
  playbook: {
    name: "fraud",
    title: "Fraud",
    steps: [{ name: "block", doing: "do", text: "Block it.", required: true, done: false }],
  },
};

test("the note has every line with its source, the need first", () => {
  const text = briefingText(briefing, { ...speak("en"), locale: "en" });
  expect(text.split("\n").slice(1)).toEqual([
    "",
    "What the customer needs",
    "- “My card is gone” [customer, message 2]",
    "",
    "From earlier contacts",
    "- Earlier. [phone]",
    "",
    "Best next",
    "- Answer. It waits. [customer, message 2]",
  ]);
});

test("a long briefing is cut to what a note holds", () => {
  const long = { ...briefing.lines[1], section: "need", text: "x".repeat(9_000), source } as const;
  const text = briefingText({ ...briefing, lines: [long] }, { ...speak("de"), locale: "de" });
  expect(text).toHaveLength(8_000);
  expect(text.endsWith("…")).toBe(true);
});

test("the same words from another place are another line", () => {
  const [, need] = briefing.lines;
  const moved = { text: need?.text ?? "", source: { ...source, ref: "6" } };
  expect(keysOfBriefing(briefing).has(lineKey(moved))).toBe(false);
  expect(keysOfBriefing(briefing).size).toBe(3);
});

test("a tick shows at once and on that step alone", () => {
  expect(ticked(briefing, "block", true).playbook?.steps[0]?.done).toBe(true);
  expect(ticked(briefing, "dance", true).playbook?.steps[0]?.done).toBe(false);
  const { playbook: _, ...without } = briefing;
  expect(ticked(without, "block", true)).toEqual(without);
});

test("the best mood stands on top, the worst at the bottom, inside the plot", () => {
  const [first, last] = [place(1, 0, 2), place(-1, 1, 2)];
  expect(first.cy).toBeLessThan(last.cy);
  expect(last.cx).toBeLessThan(width);
  expect(last.cy).toBeLessThan(height);
  expect(path(briefing.mood)).toBe(`M${first.cx} ${first.cy}L${last.cx} ${last.cy}`);
  expect(place(0, 0, 1).cx).toBe(width / 2);
});
