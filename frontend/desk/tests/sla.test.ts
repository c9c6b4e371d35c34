import { expect, test } from "vitest";
import { speak } from "../src/i18n";
import { slaWords, waitedSeconds } from "../src/model/sla";
import { ago, span } from "../src/model/time";

const en = speak("en");
const de = speak("de");
const now = Date.parse("2026-11-01T10:00:00Z");
const due = (seconds: number) => new Date(now + seconds * 1000).toISOString();

test("a row in time says how long is left", () => {
  expect(slaWords({ sla: "ok", due_at: due(150) }, now, en)).toEqual({
    tone: "ok",
    text: "2 min left",
  });
});

test("soon says so in words, not in colour alone", () => {
  const words = slaWords({ sla: "soon", due_at: due(40) }, now, en);
  expect(words).toEqual({ tone: "soon", text: "Only 40 s left" });
  expect(slaWords({ sla: "soon", due_at: due(40) }, now, de)?.text).toBe("nur noch 40 s");
});

test("a due time that has passed since the last answer is late", () => {
  expect(slaWords({ sla: "ok", due_at: due(-65) }, now, en)).toEqual({
    tone: "late",
    text: "Late by 1 min",
  });
});

test("where no service level runs nothing is said", () => {
  expect(slaWords({ sla: "none", due_at: due(10) }, now, en)).toBeNull();
  expect(slaWords({ sla: "ok", due_at: null }, now, en)).toBeNull();
});

test("a clock ahead of the server never shows a negative wait", () => {
  expect(waitedSeconds({ waiting_since: due(5) }, now)).toBe(0);
  expect(waitedSeconds({ waiting_since: null }, now)).toBeNull();
});

test.each([
  [0, "0 s"],
  [59.9, "59 s"],
  [60, "1 min"],
  [3_900, "1 h 5 min"],
  [86_400, "1 day"],
  [200_000, "2 days"],
])("%d seconds read as %s", (seconds, words) => {
  expect(span(seconds, en)).toBe(words);
});

test("what just happened is not counted in seconds", () => {
  expect(ago(due(-10), now, en)).toBe("just now");
  expect(ago(due(-600), now, de)).toBe("vor 10 min");
});
