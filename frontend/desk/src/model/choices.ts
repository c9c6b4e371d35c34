import type { ConversationEvent, Source } from "../../../shared/api";

/** What the AI asked back, by the number of its question: the slug that was meant, null while none is known. */
export type Chosen = ReadonlyMap<number, string | null>;

/** Which article each question of the AI's turned out to mean: by the title that came back, else by the answer. */
export function chosenIn(events: readonly ConversationEvent[]): Chosen {
  const chosen = new Map<number, string | null>();
  events.forEach((event, place) => {
    if (asksBack(event)) chosen.set(event.seq, meant(event, events.slice(place + 1)));
  });
  return chosen;
}

/** Whether the message asks which of its sources is meant. */
export function asksBack(event: ConversationEvent): boolean {
  return event.kind === "message" && event.data?.asked_back === true;
}

function meant(asking: ConversationEvent, after: readonly ConversationEvent[]): string | null {
  const offered = sourcesOf(asking);
  const messages = after.filter((event) => event.kind === "message");
  const [said, answer] = messages;
  if (said?.from !== "customer") return null;
  const named = offered.find((one) => same(one.title, said.text ?? ""));
  if (named) return named.slug;
  const used = answer?.from === "ai" && !asksBack(answer) ? sourcesOf(answer) : [];
  const [only] = used;
  return used.length === 1 && offered.some((one) => one.slug === only?.slug)
    ? (only?.slug ?? null)
    : null;
}

function sourcesOf(event: ConversationEvent): readonly Source[] {
  return event.data?.sources ?? [];
}

function same(title: string, said: string): boolean {
  return title.trim().toLowerCase() === said.trim().toLowerCase();
}
