import type { ConversationEvent, PartialSentence } from "./types";

/**
 * The conversation's events, each once and in order of `seq`, with the sentences of an answer that
 * is still being made. Immutable: every step gives a new timeline, or the same one when nothing
 * changed.
 */
export interface Timeline {
  readonly events: readonly ConversationEvent[];
  readonly partials: ReadonlyMap<number, readonly string[]>;
  /** Sequence numbers that the server, asked again, does not show to this customer. */
  readonly passedOver: ReadonlySet<number>;
}

export const EMPTY: Timeline = { events: [], partials: new Map(), passedOver: new Set() };

/** The highest sequence number seen, 0 before the first. */
export function lastSeq(timeline: Timeline): number {
  return timeline.events.at(-1)?.seq ?? 0;
}

/** Adds events, however often and in whatever order they come. */
export function withEvents(timeline: Timeline, fresh: readonly ConversationEvent[]): Timeline {
  const known = new Map(timeline.events.map((event) => [event.seq, event]));
  const added = fresh.filter((event) => isEvent(event) && !known.has(event.seq));
  if (added.length === 0) return timeline;
  for (const event of added) known.set(event.seq, event);
  const events = [...known.values()].sort((a, b) => a.seq - b.seq);
  return { ...timeline, events, partials: openPartials(timeline.partials, events) };
}

function isEvent(event: ConversationEvent): boolean {
  return Number.isInteger(event?.seq) && event.seq > 0 && typeof event.kind === "string";
}

/** The sentences whose final message has not come; a person who takes over ends them too. */
function openPartials(
  partials: Timeline["partials"],
  events: readonly ConversationEvent[],
): Timeline["partials"] {
  const open = new Map(partials);
  for (const event of events) {
    if (event.kind === "message" && event.data?.reply_to) open.delete(event.data.reply_to);
    if (event.kind === "accepted" || event.kind === "closed") {
      for (const replyTo of open.keys()) if (replyTo < event.seq) open.delete(replyTo);
    }
  }
  return open;
}

/** Puts one checked sentence of an answer in its place; late ones, after the answer, are dropped. */
export function withPartial(timeline: Timeline, partial: PartialSentence): Timeline {
  const sentences = [...(timeline.partials.get(partial.reply_to) ?? [])];
  sentences[partial.index] = partial.text;
  const partials = new Map(timeline.partials).set(partial.reply_to, sentences);
  return { ...timeline, partials: openPartials(partials, timeline.events) };
}

/** Forgets unfinished sentences: after a reconnect the server will not repeat them. */
export function withoutPartials(timeline: Timeline): Timeline {
  return timeline.partials.size === 0 ? timeline : { ...timeline, partials: new Map() };
}

/**
 * The sequence number after which events are missing, or null when none are. Ask the server for
 * what follows it, then call `withGapsClosed`.
 */
export function gapAfter(timeline: Timeline): number | null {
  let expected = 1;
  for (const event of timeline.events) {
    for (; expected < event.seq; expected++) {
      if (!timeline.passedOver.has(expected)) return expected - 1;
    }
    expected = event.seq + 1;
  }
  return null;
}

/** Marks what is still missing up to `seq` as not meant for this customer. */
export function withGapsClosed(timeline: Timeline, seq: number): Timeline {
  const seen = new Set(timeline.events.map((event) => event.seq));
  const passedOver = new Set(timeline.passedOver);
  for (let at = 1; at <= seq; at++) if (!seen.has(at)) passedOver.add(at);
  return { ...timeline, passedOver };
}

/** Whether an answer that was being prepared has come, or will not come any more. */
export function endsPreparing(event: ConversationEvent): boolean {
  if (event.kind === "message") return event.from !== "customer";
  return ["handoff_requested", "accepted", "closed"].includes(event.kind);
}
