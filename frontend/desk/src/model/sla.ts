import type { Row, Sla } from "../../../shared/api";
import { type Say, span } from "./time";

export interface SlaWords {
  tone: Exclude<Sla, "none">;
  text: string;
}

/**
 * The service level of a row in words, at `now` (milliseconds, server's clock); null where none runs.
 * A due time that has passed is late whatever the server said when it sent the row.
 */
export function slaWords(row: Pick<Row, "sla" | "due_at">, now: number, say: Say): SlaWords | null {
  if (row.sla === "none" || !row.due_at) return null;
  const left = (Date.parse(row.due_at) - now) / 1000;
  if (left < 0) return { tone: "late", text: say.t("sla.late", { span: span(-left, say) }) };
  const tone = row.sla === "late" ? "soon" : row.sla;
  return { tone, text: say.t(`sla.${tone}`, { span: span(left, say) }) };
}

/** Seconds a customer has waited at `now`, or null when nobody keeps them waiting. */
export function waitedSeconds(row: Pick<Row, "waiting_since">, now: number): number | null {
  return row.waiting_since ? Math.max(0, (now - Date.parse(row.waiting_since)) / 1000) : null;
}
