import type { Times } from "../i18n/times";
import type { Outgoing } from "./outbox";
import type { ConversationEvent } from "./types";

/** One line of the log, top to bottom. */
export type Row =
  | { kind: "day"; key: string; label: string }
  | { kind: "notice"; key: string; event: ConversationEvent }
  | { kind: "message"; key: string; event: ConversationEvent; first: boolean; last: boolean }
  | { kind: "outgoing"; key: string; item: Outgoing };

/** Messages of one voice within this time stand together under one name. */
const ENDS_A_RUN = new Set(["queue_update", "accepted", "message"]);

const TOGETHER_MS = 5 * 60_000;

/** The log: days, messages in groups, notices worth a line, and what is still on its way. */
export function rowsOf(
  events: readonly ConversationEvent[],
  outgoing: readonly Outgoing[],
  times: Times,
  now: Date,
): Row[] {
  const shown = events.filter((event, index) => isShown(event, () => events.slice(0, index)));
  const rows: Row[] = [];
  // A conversation that began today needs no heading to say so.
  let day = shown[0] && times.isToday(shown[0].at, now) ? times.dayKey(now) : "";
  shown.forEach((event, index) => {
    const eventDay = times.dayKey(new Date(event.at));
    if (eventDay !== day)
      rows.push({ kind: "day", key: eventDay, label: times.day(event.at, now) });
    day = eventDay;
    const key = `e${event.seq}`;
    if (event.kind !== "message") rows.push({ kind: "notice", key, event });
    else {
      const first = !together(shown[index - 1], event);
      const last = !together(event, shown[index + 1]);
      rows.push({ kind: "message", key, event, first, last });
    }
  });
  const arrived = new Set(events.map((event) => event.data?.client_id).filter(Boolean));
  for (const item of outgoing) {
    if (arrived.has(item.client_id)) continue;
    rows.push({ kind: "outgoing", key: `o${item.client_id}`, item });
  }
  return rows;
}

function isShown(event: ConversationEvent, before: () => readonly ConversationEvent[]): boolean {
  if (!event.text?.trim()) return false;
  if (event.kind === "queue_update") {
    // The card tells each new place; the log tells a new state, and answers who writes while waiting.
    const last = before().findLast((one) => ENDS_A_RUN.has(one.kind));
    return last?.kind !== "queue_update" || last.data?.state !== event.data?.state;
  }
  if (event.kind === "lead_changed") {
    const last = before().findLast((one) => one.kind === "lead_changed");
    return (last?.data?.lead ?? "AI") !== event.data?.lead;
  }
  return true;
}

function together(a: ConversationEvent | undefined, b: ConversationEvent | undefined): boolean {
  if (a?.kind !== "message" || b?.kind !== "message") return false;
  const near = Date.parse(b.at) - Date.parse(a.at) < TOGETHER_MS;
  return near && voice(a) === voice(b);
}

function voice(event: ConversationEvent): string {
  return [event.from, event.provenance?.made_by, event.provenance?.staff?.name].join("|");
}
