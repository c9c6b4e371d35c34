import { openStream, type StreamPlan } from "./stream";

type News = { kind: string; data: string } | { state: "opened" | "lost" };

/**
 * One stream for all tabs of this browser, since HTTP/1.1 allows a server only six connections:
 * the tab that holds the lock listens and tells the others; when it closes, the next one listens.
 * Without locks (plain http outside localhost) each tab opens its own.
 */
export function openSharedStream(name: string, plan: StreamPlan): () => void {
  if (!("locks" in navigator)) return openStream(plan);
  const channel = new BroadcastChannel(name);
  const ended = new AbortController();
  const take = (news: News) => {
    if ("kind" in news) plan.on[news.kind]?.(news.data);
    else if (news.state === "opened") plan.opened?.();
    else plan.lost?.();
  };
  const tell = (news: News) => {
    take(news);
    channel.postMessage(news);
  };
  channel.onmessage = (event: MessageEvent<News>) => take(event.data);
  const listen = () =>
    new Promise<void>((release) => {
      const end = openStream(toldBy(tell, plan));
      const stop = () => {
        end();
        release();
      };
      if (ended.signal.aborted) stop();
      else ended.signal.addEventListener("abort", stop);
    });
  navigator.locks.request(name, { signal: ended.signal }, listen).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  return () => {
    ended.abort();
    channel.close();
  };
}

function toldBy(tell: (news: News) => void, plan: StreamPlan): StreamPlan {
  const kinds = Object.keys(plan.on);
  return {
    url: plan.url,
    on: Object.fromEntries(kinds.map((kind) => [kind, (data: string) => tell({ kind, data })])),
    opened: () => tell({ state: "opened" }),
    lost: () => tell({ state: "lost" }),
  };
}
