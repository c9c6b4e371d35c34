import { Problem, problemOf } from "./api";
import { Backoff } from "./backoff";
import { type ServerEvent, ServerEventParser } from "./sse";

export type Connection = "connecting" | "live" | "interrupted" | "lost";

export interface StreamListener {
  /** Where to resume: the address and the last sequence number seen. */
  resume(): { url: string; token: string; lastId: number };
  event(event: ServerEvent): void;
  connection(state: Connection): void;
}

/** The server sends a comment every 15 s: 40 s of silence mean a dead connection. */
export const SILENCE_MS = 40_000;

/**
 * Keeps one stream of server-sent events open. Uses fetch, as EventSource cannot send the
 * customer's token in a header. Resumes with Last-Event-ID after any interruption and stops only
 * at `close` or when the server says that the conversation is not this customer's.
 */
export class EventStream {
  private attempt: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff = new Backoff();
  private closed = false;

  constructor(private readonly listener: StreamListener) {}

  open(): void {
    void this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.attempt?.abort();
  }

  /** Tries again at once, for when the browser is back online or the page visible. */
  wake(): void {
    if (this.closed || this.attempt) return;
    clearTimeout(this.timer);
    void this.connect();
  }

  private async connect(): Promise<void> {
    const attempt = new AbortController();
    this.attempt = attempt;
    let pause: number | null = null;
    try {
      await this.read(attempt);
    } catch (error) {
      if (error instanceof Problem) {
        if (error.lost) this.closed = true;
        pause = error.retryAfterMs;
      }
    }
    attempt.abort();
    this.attempt = null;
    if (this.closed) {
      this.listener.connection("lost");
      return;
    }
    this.listener.connection("interrupted");
    this.timer = setTimeout(() => void this.connect(), this.backoff.next(pause));
  }

  private async read(attempt: AbortController): Promise<void> {
    const { url, token, lastId } = this.listener.resume();
    const headers: Record<string, string> = {
      accept: "text/event-stream",
      authorization: `Bearer ${token}`,
    };
    if (lastId > 0) headers["last-event-id"] = String(lastId);
    const silence = new Silence(() => attempt.abort());
    try {
      const response = await fetch(url, {
        headers,
        signal: attempt.signal,
        cache: "no-store",
        credentials: "omit",
      });
      if (!response.ok) throw await problemOf(response);
      if (!response.body) throw new Problem(0, "no body");
      this.listener.connection("live");
      await this.pump(response.body, silence);
    } finally {
      silence.end();
    }
  }

  private async pump(body: ReadableStream<Uint8Array>, silence: Silence): Promise<void> {
    const parser = new ServerEventParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      silence.broken();
      this.backoff.reset();
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        if (this.closed) return;
        this.listener.event(event);
      }
    }
  }
}

/** Ends an attempt that has been silent for too long, the wait for its first byte included. */
class Silence {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly act: () => void) {
    this.broken();
  }

  broken(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.act, SILENCE_MS);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
