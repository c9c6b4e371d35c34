import { asProblem, type Problem } from "../net/api";
import { Backoff } from "../net/backoff";
import type { Shelf } from "../storage";

/** A message of the customer that the server has not confirmed in the stream yet. */
export interface Outgoing {
  client_id: string;
  text: string;
  at: string;
  order: number;
  state: "waiting" | "sending" | "sent" | "refused";
  /** Set once an attempt failed, or with the reason of a refusal. */
  problem?: { status: number; detail: string };
  seq?: number;
}

export interface Post {
  /** Gives the sequence number, or raises Problem. */
  send(clientId: string, text: string): Promise<number>;
  changed(): void;
  lost(): void;
}

const PREFIX = "out:";

/**
 * The customer's messages on their way: kept in storage until acknowledged, sent one after the
 * other in the order of writing, again with the same id after a failure or a reload. The id makes
 * a repetition harmless, so that nothing is lost and nothing doubled.
 */
export class Outbox {
  private items: Outgoing[];
  private busy = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff = new Backoff();
  private stopped = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly post: Post,
  ) {
    this.items = shelf
      .keys(PREFIX)
      .map((key) => shelf.get<Outgoing>(key))
      .filter((item): item is Outgoing => item !== null)
      .map((item) => (item.state === "refused" ? item : { ...item, state: "waiting" as const }))
      .sort((a, b) => a.order - b.order);
  }

  all(): readonly Outgoing[] {
    return this.items;
  }

  add(text: string, now: Date): Outgoing {
    const order = Math.max(now.getTime(), (this.items.at(-1)?.order ?? 0) + 1);
    const item: Outgoing = {
      client_id: newId(),
      text,
      at: now.toISOString(),
      order,
      state: "waiting",
    };
    this.items = [...this.items, item];
    this.shelf.set(PREFIX + item.client_id, item);
    this.post.changed();
    void this.flush();
    return item;
  }

  /** Sends what waits, now. Called again whenever there may be a connection. */
  async flush(): Promise<void> {
    if (this.busy || this.stopped) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      for (let item = this.nextWaiting(); item; item = this.nextWaiting()) {
        if (!(await this.attempt(item))) break;
      }
    } finally {
      this.busy = false;
    }
  }

  /** The stream has shown this message: it needs no place here any more. */
  confirm(clientId: string): void {
    if (this.items.some((item) => item.client_id === clientId)) this.drop(clientId);
  }

  /** Takes a refused or waiting message out, to be edited or forgotten. */
  drop(clientId: string): Outgoing | undefined {
    const item = this.items.find((one) => one.client_id === clientId);
    this.items = this.items.filter((one) => one.client_id !== clientId);
    this.shelf.remove(PREFIX + clientId);
    this.post.changed();
    return item;
  }

  /** Lets refused messages try once more, in another conversation. */
  retryRefused(): void {
    for (const item of this.items) if (item.state === "refused") this.set(item, "waiting");
    this.post.changed();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private nextWaiting(): Outgoing | undefined {
    return this.stopped ? undefined : this.items.find((item) => item.state === "waiting");
  }

  /** Whether the next message may go: false after a failure that concerns them all. */
  private async attempt(item: Outgoing): Promise<boolean> {
    this.set(item, "sending");
    this.post.changed();
    try {
      const seq = await this.post.send(item.client_id, item.text);
      this.backoff.reset();
      this.shelf.remove(PREFIX + item.client_id);
      this.set(item, "sent", undefined, seq);
      this.post.changed();
      return true;
    } catch (error) {
      return this.failed(item, asProblem(error));
    }
  }

  private failed(item: Outgoing, problem: Problem): boolean {
    const { status, message: detail } = problem;
    if (problem.passing || problem.lost) {
      this.set(item, "waiting", { status, detail });
      if (problem.lost) this.post.lost();
      else {
        const pause = this.backoff.next(problem.retryAfterMs);
        this.timer = setTimeout(() => void this.flush(), pause);
      }
      this.post.changed();
      return false;
    }
    const refused = this.set(item, "refused", { status, detail });
    if (refused) this.shelf.set(PREFIX + item.client_id, refused);
    this.post.changed();
    return true;
  }

  private set(
    item: Outgoing,
    state: Outgoing["state"],
    problem?: Outgoing["problem"],
    seq?: number,
  ): Outgoing | undefined {
    let changed: Outgoing | undefined;
    this.items = this.items.map((one) => {
      if (one.client_id !== item.client_id) return one;
      changed = { ...one, state };
      if (problem) changed.problem = problem;
      if (seq !== undefined) changed.seq = seq;
      return changed;
    });
    return changed;
  }
}

/** A random UUID, version 4. `crypto.randomUUID` is missing on plain http pages. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, hex);
}
