import type { MoodPoint } from "../../../shared/api";

export const width = 280;
export const height = 56;
const edge = 6;

/** Where a sentiment of -1 to 1 stands: best on top, messages evenly from left to right. */
export function place(sentiment: number, index: number, count: number): { cx: number; cy: number } {
  const across = count > 1 ? index / (count - 1) : 0.5;
  const up = (Math.max(-1, Math.min(1, sentiment)) + 1) / 2;
  return {
    cx: Math.round((edge + across * (width - 2 * edge)) * 10) / 10,
    cy: Math.round((height - edge - up * (height - 2 * edge)) * 10) / 10,
  };
}

/** The line through all points. */
export function path(mood: readonly MoodPoint[]): string {
  return mood
    .map((point, index) => {
      const { cx, cy } = place(point.sentiment, index, mood.length);
      return `${index ? "L" : "M"}${cx} ${cy}`;
    })
    .join("");
}
