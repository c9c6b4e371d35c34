import type { ConversationEvent, Source } from "./types";

/** What the AI has just asked the customer to choose from: the question's number, and the articles. */
export interface Choices {
  seq: number;
  offered: readonly Source[];
}

const ENDS_THE_CHOICE = new Set(["message", "handoff_requested", "accepted", "closed"]);

/** The choices that are open: the AI asked back, and nothing has come of it yet. */
export function openChoices(events: readonly ConversationEvent[]): Choices | null {
  const last = events.findLast((event) => ENDS_THE_CHOICE.has(event.kind));
  if (last?.kind !== "message" || !last.data?.asked_back) return null;
  const offered = last.data.sources ?? [];
  return offered.length > 1 ? { seq: last.seq, offered } : null;
}
