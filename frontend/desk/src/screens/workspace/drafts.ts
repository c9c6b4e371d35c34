import { useSyncExternalStore } from "react";
import type { Id } from "../../../../shared/api";

/** What is being written, by conversation and kind: kept over moves between conversations and reloads. */
type Mode = "reply" | "note";

const listeners = new Set<() => void>();
const keyOf = (id: Id, mode: Mode) => `handrail.writing.${mode}.${id}`;

export const compose = {
  get: (id: Id, mode: Mode): string => sessionStorage.getItem(keyOf(id, mode)) ?? "",

  put(id: Id, mode: Mode, text: string): void {
    if (text) sessionStorage.setItem(keyOf(id, mode), text);
    else sessionStorage.removeItem(keyOf(id, mode));
    for (const listener of listeners) listener();
  },
};

export function useWriting(id: Id, mode: Mode): [string, (text: string) => void] {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => compose.get(id, mode),
  );
  return [text, (next) => compose.put(id, mode, next)];
}
