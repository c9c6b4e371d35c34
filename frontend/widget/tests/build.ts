import type { ConversationEvent, EventData, HandoffCard, Sender } from "../src/model/types";
import type { Shelf } from "../src/storage";

/** An event of the conversation; only what a test is about needs to be said. */
export function event(
  seq: number,
  kind: string,
  { from = "system", text = `text ${seq}`, data = {}, ...rest }: Partial<ConversationEvent> = {},
): ConversationEvent {
  return { seq, at: "2026-03-02T10:00:00Z", kind, from, text, data, ...rest };
}

export function message(seq: number, from: Sender, data: EventData = {}): ConversationEvent {
  return event(seq, "message", { from, data });
}

export function card(told: Partial<HandoffCard>): HandoffCard {
  return { state: "none", in_hours: true, ...told };
}

/** A shelf whose contents outlive the things that use it, as storage outlives a reload. */
export function memoryShelf(items = new Map<string, string>()): Shelf {
  return {
    lasting: true,
    get: <T>(key: string) => {
      const text = items.get(key);
      return text === undefined ? null : (JSON.parse(text) as T);
    },
    set: (key, value) => void items.set(key, JSON.stringify(value)),
    remove: (key) => void items.delete(key),
    keys: (prefix) => [...items.keys()].filter((key) => key.startsWith(prefix)),
  };
}
