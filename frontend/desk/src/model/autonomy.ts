import type { CurvePoint, KindAutonomy, Standing } from "../../../shared/api";

/** What needs a steward's eye first; kinds that never need one come last. */
const order: readonly Standing[] = [
  "suspended",
  "void",
  "expired",
  "none",
  "certified",
  "not_needed",
  "never",
];

/** Kinds with a dial, what a steward should look at first; the others never lead or only recite. */
export function byUrgency(kinds: readonly KindAutonomy[]): {
  dialled: KindAutonomy[];
  others: KindAutonomy[];
} {
  const ready = (kind: KindAutonomy) => (typeof kind.lowest === "number" ? 0 : 1);
  const sorted = [...kinds].sort(
    (a, b) =>
      order.indexOf(a.status) - order.indexOf(b.status) ||
      ready(a) - ready(b) ||
      (a.status === "none" ? b.judged - a.judged : 0) ||
      a.title.localeCompare(b.title),
  );
  return { dialled: sorted.filter(hasDial), others: sorted.filter((kind) => !hasDial(kind)) };
}

export function hasDial(kind: Pick<KindAutonomy, "status">): boolean {
  return kind.status !== "never" && kind.status !== "not_needed";
}

/** How many kinds stand where, in the order of urgency; standings that no kind has are left out. */
export function tally(kinds: readonly KindAutonomy[]): [Standing, number][] {
  return order
    .map((status): [Standing, number] => [
      status,
      kinds.filter((kind) => kind.status === status).length,
    ])
    .filter(([, count]) => count > 0);
}

/** Figures that differ by less come from another rounding, not another measurement. */
const tiny = 1e-9;

/** A dial of one kind: where it may stand, and where it stands now. */
export interface Dial {
  /** All measured points, by rising threshold. */
  points: readonly CurvePoint[];
  /** The points at which a certificate may be issued, by rising threshold: it moves among them alone. */
  stops: readonly CurvePoint[];
  /** Where it stands now; null while the AI leads nothing alone. */
  now: CurvePoint | null;
}

export function dialOf(kind: KindAutonomy): Dial {
  const points = [...kind.curve].sort((a, b) => a.threshold - b.threshold);
  const { certificate } = kind;
  const now = kind.status === "certified" && certificate ? certificate : null;
  return {
    points,
    stops: points.filter((one) => one.allowed),
    now: now && { ...now, risk: riskOf(now), allowed: true },
  };
}

function riskOf({ judged, errors }: { judged: number; errors: number }): number {
  return judged ? errors / judged : 0;
}

/** The stop at which a dial begins: where it stands now if the bound allows that, else the lowest. */
export function startOf({ stops, now }: Dial): CurvePoint | null {
  return (
    stops.find((stop) => now !== null && stop.threshold >= now.threshold - tiny) ?? stops[0] ?? null
  );
}

/**
 * The stop for a wanted threshold: the nearest one, but never the same again, so that a key press
 * moves the dial however far the next stop is.
 */
export function nextStop(
  stops: readonly CurvePoint[],
  from: CurvePoint,
  wanted: number,
): CurvePoint {
  const ahead = stops.filter((stop) =>
    wanted > from.threshold ? stop.threshold > from.threshold : stop.threshold < from.threshold,
  );
  if (wanted === from.threshold || ahead.length === 0) return from;
  const far = (stop: CurvePoint) => Math.abs(stop.threshold - wanted);
  return ahead.reduce((best, stop) => (far(stop) < far(best) ? stop : best));
}

/** What moving a dial means for people, in a day. */
export interface Cost {
  turns: number;
  /** Share of the turns that the AI leads more (above 0) or fewer (below). */
  change: number;
  /** Minutes that a person-led turn takes; null while none was measured. */
  minutes: number | null;
  /** turns x change x minutes, without its sign; null while the minutes are not known. */
  minutesADay: number | null;
  /** What the AI's share spares people where the dial stands, in minutes a day. */
  sparedADay: number | null;
}

export function costOf(
  kind: Pick<KindAutonomy, "turns_per_day">,
  now: CurvePoint | null,
  to: CurvePoint,
  minutes: number | null,
): Cost {
  const change = to.coverage - (now?.coverage ?? 0);
  const turns = kind.turns_per_day;
  return {
    turns,
    change,
    minutes,
    minutesADay: minutes === null ? null : turns * Math.abs(change) * minutes,
    sparedADay: minutes === null ? null : turns * to.coverage * minutes,
  };
}

/** The axes of the curve: confidence from `from` to 1, error from 0 to `top`. */
export interface Axes {
  from: number;
  top: number;
}

/** Fewer judged answers than these make an error that jumps: the curve may leave the plot there. */
const fewJudged = 10;
const tops = [0.05, 0.1, 0.2, 0.3, 0.5, 1];

export function axesOf(points: readonly CurvePoint[], alpha: number): Axes {
  const lowest = Math.min(...points.map((one) => one.threshold), 0.95);
  const told = points.filter((one) => one.judged >= fewJudged);
  const worst = Math.max(2 * alpha, ...told.map((one) => one.risk * 1.1));
  return {
    from: Math.max(0, Math.floor(lowest * 10) / 10),
    top: tops.find((top) => top >= worst - tiny) ?? 1,
  };
}

/** Evenly spaced marks from `from` to `to`, both included: four or five of them. */
export function ticks(from: number, to: number): number[] {
  const step =
    [0.01, 0.02, 0.025, 0.05, 0.1, 0.2, 0.25].find((one) => (to - from) / one <= 5.001) ?? 0.25;
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, index) => from + index * step);
}
