import type { Judgement, Sample, Verdict } from "../../../shared/api";

/** What the people who judged one answer make together. */
export type Together = { kind: "one" } | { kind: "agree"; verdict: Verdict } | { kind: "disagree" };

/** Whether two members of staff say the same; customers and cases have their own say. */
export function together(judgements: readonly Pick<Judgement, "by" | "verdict">[]): Together {
  const staff = judgements.filter((one) => one.by === "staff");
  const [first, second] = staff;
  if (!first || !second) return { kind: "one" };
  const same = staff.every((one) => one.verdict === first.verdict);
  return same ? { kind: "agree", verdict: first.verdict } : { kind: "disagree" };
}

/**
 * The answer to show: the one that was shown while it still waits, else the one that took its
 * place in line, else the first.
 */
export function shownOf(
  waiting: readonly Sample[],
  shown: { id: string | null; index: number },
): Sample | null {
  const same = waiting.find((one) => one.decision_id === shown.id);
  return same ?? waiting[shown.index] ?? waiting[0] ?? null;
}
