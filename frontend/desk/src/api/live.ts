import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { ConversationEvent, EventKind, Id, PartialText } from "../../../shared/api";
import { addPartial, endsForming, type Forming, merge, nothingForming } from "../model/events";
import { useRefresh } from "./queries";
import { openSharedStream } from "./shared_stream";
import { openStream } from "./stream";

const kinds: readonly EventKind[] = [
  "message",
  "disclosure",
  "lead_changed",
  "handoff_requested",
  "queue_update",
  "accepted",
  "handed_back",
  "closed",
];

const hintsEveryMs = 700;

// The server ends streams now and then on purpose; the browser is back well within this.
const lostAfterMs = 5_000;

/** Listens to the desk's hints and refetches what they name; says whether hints arrive. */
export function useDeskStream(): boolean {
  const client = useQueryClient();
  const refresh = useRefresh();
  const [live, setLive] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `refresh` only wraps the client
  useEffect(() => {
    const changed = new Set<Id>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let losing: ReturnType<typeof setTimeout> | undefined;
    // Hints come in bursts; lists are refetched at most this often.
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        refresh([...changed]);
        changed.clear();
      }, hintsEveryMs);
    };
    const end = openSharedStream("handrail.desk", {
      url: () => "/api/v1/desk/stream",
      on: {
        changed: (data) => {
          for (const id of (JSON.parse(data) as { conversations: Id[] }).conversations)
            changed.add(id);
          soon();
        },
        desk: () => {
          void client.invalidateQueries({ queryKey: ["session"] });
          void client.invalidateQueries({ queryKey: ["autonomy"] });
          void client.invalidateQueries({ queryKey: ["samples"] });
          soon();
        },
      },
      opened: () => {
        clearTimeout(losing);
        losing = undefined;
        setLive(true);
        soon();
      },
      lost: () => {
        losing ??= setTimeout(() => setLive(false), lostAfterMs);
      },
    });
    return () => {
      clearTimeout(timer);
      clearTimeout(losing);
      end();
    };
  }, [client]);
  return live;
}

/** Appends the open conversation's events as they happen; gives the answer in the making. */
export function useConversationStream(id: Id, ready: boolean): Forming {
  const client = useQueryClient();
  const [forming, setForming] = useState(nothingForming);
  const visible = useVisible();
  useEffect(() => {
    setForming(nothingForming);
    // Browsers allow six connections a server over HTTP/1.1: a hidden tab gives its own back.
    if (!ready || !visible) return;
    const key = ["events", id];
    const events = () => client.getQueryData<ConversationEvent[]>(key) ?? [];
    const take = (data: string) => {
      const event = JSON.parse(data) as ConversationEvent;
      client.setQueryData(key, merge(events(), [event]));
      if (endsForming(event)) setForming(nothingForming);
      if (event.kind !== "message" || event.from === "customer") {
        void client.invalidateQueries({ queryKey: ["decisions", "of", id] });
      }
    };
    return openStream({
      url: () => `/api/v1/conversations/${id}/events/stream?after=${events().at(-1)?.seq ?? 0}`,
      on: {
        ...Object.fromEntries(kinds.map((kind) => [kind, take])),
        preparing: (data) => {
          const { lead } = JSON.parse(data) as { lead: "AI" | "REVIEW" };
          setForming({ ...nothingForming, preparing: lead });
        },
        partial: (data) => setForming((was) => addPartial(was, JSON.parse(data) as PartialText)),
      },
    });
  }, [client, id, ready, visible]);
  return forming;
}

export function useVisible(): boolean {
  return useSyncExternalStore(
    (tell) => listen(document, "visibilitychange", tell),
    () => document.visibilityState === "visible",
  );
}

export function useOnline(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const ends = [listen(window, "online", tell), listen(window, "offline", tell)];
      return () => {
        for (const end of ends) end();
      };
    },
    () => navigator.onLine,
  );
}

function listen(target: EventTarget, name: string, tell: () => void): () => void {
  target.addEventListener(name, tell);
  return () => target.removeEventListener(name, tell);
}
