import { expect, test } from "vitest";
import type { Sample, Verdict } from "../../shared/api";
import { shownOf, together } from "../src/model/judging";

const by = (verdict: Verdict, who: "staff" | "customer" | "case" = "staff") => ({
  verdict,
  by: who,
});
const samples = ["a", "b", "c"].map((decision_id) => ({ decision_id }) as Sample);

test("two people agree only when they say the same", () => {
  expect(together([by("right"), by("right")])).toEqual({ kind: "agree", verdict: "right" });
  expect(together([by("right"), by("wrong")])).toEqual({ kind: "disagree" });
});

test("one person and a customer are not two reviewers", () => {
  expect(together([by("right"), by("wrong", "customer")])).toEqual({ kind: "one" });
  expect(together([])).toEqual({ kind: "one" });
});

test("the answer on the screen stays while it waits, wherever the list moves it", () => {
  expect(shownOf(samples, { id: "c", index: 0 })?.decision_id).toBe("c");
});

test("when it has gone, the one in its place comes, and after the last the first", () => {
  expect(shownOf(samples, { id: "gone", index: 1 })?.decision_id).toBe("b");
  expect(shownOf(samples, { id: null, index: 3 })?.decision_id).toBe("a");
  expect(shownOf([], { id: null, index: 0 })).toBeNull();
});
