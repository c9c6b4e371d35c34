import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { deskQuery } from "./queries";

/** One timer per pace for the whole page, however many rows count seconds. */
function ticker(everyMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = Date.now();
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener: () => void) {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(tick, everyMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    now: () => now,
  };
}

const seconds = ticker(1_000);
const calm = ticker(5_000);

/** The server's time in milliseconds, moving on each second, or every five for lists. */
export function useNow(pace: "second" | "calm" = "calm"): number {
  const source = pace === "second" ? seconds : calm;
  const here = useSyncExternalStore(source.subscribe, source.now);
  const ahead = useQuery({ ...deskQuery, notifyOnChangeProps: ["data"] }).data?.clockAhead ?? 0;
  return here + ahead;
}
