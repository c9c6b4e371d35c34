import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let said = "";

/** Has screen readers say it at once: offers and the loss of the connection. */
export function announce(text: string): void {
  said = text;
  for (const listener of listeners) listener();
}

export function Announcer() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  return (
    <div className="visually-hidden" role="alert" aria-atomic="true">
      {text}
    </div>
  );
}
