import type { ConversationEvent, Decision, PartialText } from "../../../shared/api";

/** Both lists as one: each sequence number once, in order. Gives `known` itself when nothing is new. */
export function merge(
  known: readonly ConversationEvent[],
  news: readonly ConversationEvent[],
): ConversationEvent[] {
  const last = known.at(-1)?.seq ?? 0;
  const seen = new Set(known.map((event) => event.seq));
  const fresh = new Map<number, ConversationEvent>();
  for (const event of news) if (!seen.has(event.seq)) fresh.set(event.seq, event);
  if (fresh.size === 0) return known as ConversationEvent[];
  const added = [...fresh.values()].sort((a, b) => a.seq - b.seq);
  const all = [...known, ...added];
  return (added[0]?.seq ?? 0) > last ? all : all.sort((a, b) => a.seq - b.seq);
}

/** What an answer in the making looks like so far; the stored message replaces it. */
export interface Forming {
  preparing: "AI" | "REVIEW" | null;
  replyTo: number | null;
  sentences: string[];
}

export const nothingForming: Forming = { preparing: null, replyTo: null, sentences: [] };

export function addPartial(forming: Forming, partial: PartialText): Forming {
  const sentences = forming.replyTo === partial.reply_to ? [...forming.sentences] : [];
  sentences[partial.index] = partial.text;
  return { preparing: "AI", replyTo: partial.reply_to, sentences };
}

/** An event that says the answer in the making has arrived or will not. */
export function endsForming(event: ConversationEvent): boolean {
  if (event.kind === "message") return event.from !== "customer";
  return event.kind !== "disclosure" || event.data?.key === "review_pending";
}

/** The latest decision on each customer turn, by the turn's sequence number. */
export function decisionsByTurn(decisions: readonly Decision[]): Map<number, Decision> {
  const byTurn = new Map<number, Decision>();
  for (const decision of decisions) {
    const other = byTurn.get(decision.turn_seq);
    if (!other || other.at <= decision.at) byTurn.set(decision.turn_seq, decision);
  }
  return byTurn;
}
