import type { Key } from "../i18n";

export const kinds = [
  "conversation.opened",
  "conversation.decided",
  "conversation.handed_off",
  "conversation.closed",
  "review.requested",
] as const;

const told: ReadonlySet<string> = new Set([...kinds, "webhook.test"]);

/** A kind of event in words; one that a later server knows stays as it is. */
export function kindWords(kind: string, t: (key: Key) => string): string {
  return told.has(kind) ? t(`int.kind.${kind}` as Key) : kind;
}
