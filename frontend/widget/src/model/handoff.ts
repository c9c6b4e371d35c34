import type { ConversationEvent, HandoffCard, Preference } from "./types";

/** What the card shows as its one headline. */
export type Headline =
  | { kind: "asking" }
  | { kind: "closed_hours"; opensAt: string | null }
  | { kind: "in_line"; position: number | null }
  | { kind: "being_asked" }
  | { kind: "joined"; name: string }
  | { kind: "callback"; at: string | null }
  | { kind: "message" };

export interface CardView {
  headline: Headline;
  /** Honest range of waiting in whole minutes, when there is a history to tell it from. */
  range: { low: number; high: number } | null;
  choices: readonly Preference[];
  mayStay: boolean;
  slots: readonly string[];
}

/** Kinds of events after which the server's card may say something new. */
const CHANGES_CARD = new Set([
  "handoff_requested",
  "queue_update",
  "accepted",
  "handed_back",
  "lead_changed",
  "closed",
]);

const SHOWN = new Set(["requested", "queued", "offered", "accepted", "callback", "message"]);

export function changesCard(event: ConversationEvent): boolean {
  return CHANGES_CARD.has(event.kind);
}

/** Whether someone still owes this customer a person. */
export function isWaiting(card: HandoffCard | null): boolean {
  return card !== null && ["requested", "queued", "offered"].includes(card.state);
}

/**
 * Whether people are there, by the last word on it: within opening hours nobody may be on duty.
 * Null when nothing was said.
 */
export function peopleAreThere(events: readonly ConversationEvent[]): boolean | null {
  const last = events.findLast((event) => event.kind === "queue_update");
  return last ? last.data?.state !== "out_of_hours" : null;
}

/** What the card shows, or null when there is nothing to show. */
export function viewOf(told: HandoffCard | null, peopleThere: boolean | null): CardView | null {
  if (!told || !SHOWN.has(told.state)) return null;
  const card = { ...told, in_hours: told.in_hours && peopleThere !== false };
  const accepted = card.state === "accepted";
  return {
    headline: headlineOf(card),
    range: isWaiting(card) ? rangeOf(card) : null,
    choices: accepted ? [] : choicesOf(card),
    mayStay: !accepted,
    slots: card.callback_slots ?? [],
  };
}

function headlineOf(card: HandoffCard): Headline {
  switch (card.state) {
    case "accepted":
      return { kind: "joined", name: card.staff?.name ?? "" };
    case "callback":
      return { kind: "callback", at: card.callback_at ?? null };
    case "message":
      return { kind: "message" };
    case "offered":
      return { kind: "being_asked" };
    default:
      if (!card.in_hours) return { kind: "closed_hours", opensAt: card.opens_at ?? null };
      if (card.state === "queued") return { kind: "in_line", position: card.position ?? null };
      return { kind: "asking" };
  }
}

function rangeOf(card: HandoffCard): CardView["range"] {
  if (!card.in_hours || card.high_min == null) return null;
  const low = Math.max(0, Math.floor(card.low_min ?? card.high_min));
  return { low, high: Math.max(1, low, Math.ceil(card.high_min)) };
}

function choicesOf(card: HandoffCard): Preference[] {
  const choices: Preference[] = [];
  if (card.in_hours && !isWaiting(card)) choices.push("now");
  if ((card.callback_slots ?? []).length > 0) choices.push("callback");
  if (card.state !== "message") choices.push("message");
  return choices;
}

const PHONE_LINE = /^(?:Phone|Telefon|Teléfono): .*$/m;

/** The note with one line that names the number to call, so that the customer sees it is passed on. */
export function noteWithPhone(note: string, label: string, phone: string): string {
  const number = phone.trim();
  const rest = note.replace(PHONE_LINE, "").trim();
  if (!number) return rest;
  return [rest, `${label}: ${number}`].filter(Boolean).join("\n");
}
