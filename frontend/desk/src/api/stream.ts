/**
 * One server-sent event stream that stays open: the browser resumes a dropped connection by itself,
 * and where it gives up (an error page, a restarted server) this opens a new one, ever more slowly.
 */
export interface StreamPlan {
  /** The address for the next connection; asked each time, so that it can name the last event seen. */
  url: () => string;
  on: Record<string, (data: string) => void>;
  opened?: () => void;
  lost?: () => void;
}

const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

/** Opens the stream; gives the function that ends it. */
export function openStream(plan: StreamPlan): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = firstWaitMs;
  const connect = () => {
    const current = new EventSource(plan.url());
    source = current;
    for (const [kind, take] of Object.entries(plan.on)) {
      current.addEventListener(kind, (event) => take((event as MessageEvent<string>).data));
    }
    current.onopen = () => {
      wait = firstWaitMs;
      plan.opened?.();
    };
    current.onerror = () => {
      plan.lost?.();
      if (current.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, longestWaitMs);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
