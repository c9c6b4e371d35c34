import { expect, test } from "vitest";
import type { CurvePoint, KindAutonomy } from "../../shared/api";
import {
  axesOf,
  byUrgency,
  costOf,
  dialOf,
  nextStop,
  startOf,
  tally,
  ticks,
} from "../src/model/autonomy";
import { percent } from "../src/model/figures";

function point(threshold: number, coverage: number, upper: number): CurvePoint {
  const allowed = upper <= 0.1;
  return { threshold, coverage, judged: 100, errors: 4, risk: 0.04, upper, allowed };
}

const curve = [point(0.9, 0.3, 0.05), point(0.7, 0.6, 0.08), point(0.5, 0.9, 0.14)];

function kind(more: Partial<KindAutonomy> = {}): KindAutonomy {
  return {
    kind: "pin",
    title: "PIN",
    tier: "low",
    risk: "low",
    value: "low",
    status: "none",
    sentence: "",
    judged: 100,
    errors: 4,
    turns: 2160,
    turns_per_day: 24,
    curve,
    alpha: 0.1,
    delta: 0.1,
    lowest: 0.7,
    ...more,
  };
}

const certificate = {
  ...point(0.9, 0.3, 0.05),
  id: "1",
  kind: "pin",
  title: "PIN",
  sentence: "",
  alpha: 0.1,
  delta: 0.1,
  window_from: "2026-08-01T00:00:00Z",
  window_to: "2026-11-01T00:00:00Z",
  signals_version: "s",
  policy_version: "p",
  issued_by: "Ines",
  issued_at: "2026-11-01T00:00:00Z",
  valid_until: "2027-01-30T00:00:00Z",
};

const thresholds = (points: readonly CurvePoint[]) => points.map((one) => one.threshold);

test("the dial moves only where the bound holds", () => {
  const dial = dialOf(kind());
  expect(thresholds(dial.points)).toEqual([0.5, 0.7, 0.9]);
  expect(thresholds(dial.stops)).toEqual([0.7, 0.9]);
  expect(startOf(dial)?.threshold).toBe(0.7);
});

test("more careful is not certified where too few answers tell the error", () => {
  const far = kind({ curve: [point(0.97, 0.05, 0.3), ...curve] });
  expect(thresholds(dialOf(far).stops)).toEqual([0.7, 0.9]);
});

test("where the evidence allows nothing, the dial has no stop", () => {
  const dial = dialOf(kind({ lowest: null, curve: [point(0.5, 0.9, 0.14)] }));
  expect(dial.stops).toEqual([]);
  expect(startOf(dial)).toBeNull();
});

test("a certified kind's dial begins where its certificate is", () => {
  const dial = dialOf(kind({ status: "certified", certificate }));
  expect(dial.now?.coverage).toBe(0.3);
  expect(startOf(dial)?.threshold).toBe(0.9);
});

test("a certificate that holds no more leads nothing", () => {
  for (const status of ["suspended", "void", "expired"] as const)
    expect(dialOf(kind({ status, certificate })).now).toBeNull();
});

test("a certificate below what today's evidence allows begins at the lowest stop", () => {
  const old = { ...certificate, threshold: 0.4 };
  expect(startOf(dialOf(kind({ status: "certified", certificate: old })))?.threshold).toBe(0.7);
});

test("a small move reaches the next stop, a far one the nearest, and none leaves the stops", () => {
  const stops = [point(0.7, 0.6, 0.1), point(0.9, 0.3, 0.1), point(0.95, 0.1, 0.1)];
  const [low, middle, high] = stops as [CurvePoint, CurvePoint, CurvePoint];
  expect(nextStop(stops, low, 0.701)).toBe(middle);
  expect(nextStop(stops, low, 0.94)).toBe(high);
  expect(nextStop(stops, low, 0.2)).toBe(low);
  expect(nextStop(stops, high, 0.949)).toBe(middle);
  expect(nextStop(stops, middle, 0.9)).toBe(middle);
});

test("the cost is turns a day x change of coverage x minutes", () => {
  const dearer = costOf(kind(), point(0.7, 0.6, 0), point(0.9, 0.3, 0), 4);
  expect(dearer.change).toBeCloseTo(-0.3);
  expect(dearer.minutesADay).toBeCloseTo(24 * 0.3 * 4);
  const first = costOf(kind(), null, point(0.7, 0.6, 0), 4);
  expect(first.change).toBeCloseTo(0.6);
  expect(costOf(kind(), null, point(0.7, 0.6, 0), null).minutesADay).toBeNull();
});

test("what a steward must see comes first, kinds without a dial apart", () => {
  const kinds = [
    ...(["never", "certified", "none", "suspended"] as const).map((status) => kind({ status })),
    kind({ lowest: null, judged: 7 }),
    kind({ lowest: null, judged: 300 }),
  ];
  const { dialled, others } = byUrgency(kinds);
  expect(dialled.map((one) => [one.status, one.judged])).toEqual([
    ["suspended", 100],
    ["none", 100],
    ["none", 300],
    ["none", 7],
    ["certified", 100],
  ]);
  expect(others.map((one) => one.status)).toEqual(["never"]);
  expect(tally(kinds)).toEqual([
    ["suspended", 1],
    ["none", 3],
    ["certified", 1],
    ["never", 1],
  ]);
});

test("the axes hold every threshold, the allowed error and the measured one", () => {
  expect(axesOf(curve, 0.1)).toEqual({ from: 0.5, top: 0.2 });
  expect(axesOf([{ ...point(0.31, 1, 1), risk: 0.4 }], 0.1)).toEqual({ from: 0.3, top: 0.5 });
  expect(axesOf([], 0.05).top).toBe(0.1);
});

test("marks begin and end with the scale and are few", () => {
  for (const [from, to] of [
    [0, 0.2],
    [0.3, 1],
    [0, 1],
    [0.9, 1],
  ] as const) {
    const marks = ticks(from, to);
    expect(marks[0]).toBe(from);
    expect(marks.at(-1)).toBeLessThanOrEqual(to + 1e-9);
    expect(marks.length).toBeGreaterThan(2);
    expect(marks.length).toBeLessThan(8);
  }
});

test("shares are written as each language writes them", () => {
  expect(percent(0.0833, "en")).toBe("8.3%");
  expect(percent(0.713, "en")).toBe("71%");
  expect(percent(0, "en")).toBe("0%");
  expect(percent(0.025, "de")).toBe("2,5\u00a0%");
});
