import { expect, test } from "vitest";
import { flatten } from "../src/model/evidence";

test("nested evidence is named by its path, empty things are left out", () => {
  const evidence = {
    turn: 3,
    answer: { how: "quoted", rejected: "", best: null },
    seen: [],
    ok: false,
  };
  expect(flatten(evidence)).toEqual([
    ["turn", "3"],
    ["answer.how", "quoted"],
    ["ok", "false"],
  ]);
});

test("numbers are rounded to what a reader can use, lists stand in one line", () => {
  expect(flatten({ trend: -0.0019333388, cues: ["a", "b"] })).toEqual([
    ["trend", "-0.002"],
    ["cues", "a, b"],
  ]);
});
