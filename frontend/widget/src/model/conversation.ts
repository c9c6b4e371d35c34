import { type Api, asProblem, Problem, type Session } from "../net/api";
import { bodyOf, type ServerEvent } from "../net/sse";
import { type Connection, EventStream } from "../net/stream";
import type { Shelf } from "../storage";
import { changesCard } from "./handoff";
import { HandoffDesk, type HandoffStatus } from "./handoff-desk";
import { type Leader, leaderOf } from "./leader";
import { Outbox, type Outgoing } from "./outbox";
import { askable, Resolution } from "./resolution";
import * as line from "./timeline";
import type { ConversationEvent, Customer, Lead, PartialSentence } from "./types";

/** What the screen shows of one conversation. A new object after every change. */
export interface Snapshot {
  phase: "starting" | "ready" | "failed" | "lost";
  problem: Problem | null;
  disclosure: string | null;
  timeline: line.Timeline;
  outgoing: readonly Outgoing[];
  leader: Leader;
  handoff: HandoffStatus;
  connection: Connection;
  preparing: Lead | null;
  unread: number;
  /** The first page of history is here: what comes now is news. */
  settled: boolean;
  lasting: boolean;
}

const SESSION = "conversation";
const SEEN = "seen";
const DRAFT = "draft";
/** After this long without an answer or a sign, "preparing" would no longer be the truth. */
const PREPARING_MS = 90_000;

/** One customer's conversation in this browser: opens or resumes it and keeps it up to date. */
export class Conversation {
  private session: Session | null;
  private timeline = line.EMPTY;
  private phase: Snapshot["phase"] = "starting";
  private problem: Problem | null = null;
  private connection: Connection = "connecting";
  private preparing: Lead | null = null;
  private settled = false;
  private watching = false;
  private ended = false;
  private catchingUp = false;
  private stream: EventStream | null = null;
  private preparingTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly outbox: Outbox;
  readonly handoff: HandoffDesk;
  readonly resolution: Resolution;
  private readonly listeners = new Set<() => void>();
  private current: Snapshot;

  constructor(
    private readonly api: Api,
    private readonly shelf: Shelf,
    private readonly customer: Customer,
    readonly locale: string,
  ) {
    this.session = shelf.get<Session>(SESSION);
    this.outbox = new Outbox(shelf, {
      send: (clientId, text) => this.post(clientId, text),
      changed: () => this.publish(),
      lost: () => this.lose(),
    });
    const owner = { session: () => this.session, changed: () => this.publish() };
    this.handoff = new HandoffDesk(api, shelf, owner);
    this.resolution = new Resolution(api, shelf, owner);
    this.current = this.snapshot();
  }

  get resumed(): boolean {
    return this.session !== null;
  }

  /** Whether nothing has been said yet, so that another language costs the customer nothing. */
  get untouched(): boolean {
    const said = this.timeline.events.some(
      (event) => event.from === "customer" || event.kind === "handoff_requested",
    );
    return !said && this.outbox.all().length === 0 && !this.handoff.status.pending;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get(): Snapshot {
    return this.current;
  }

  /** Opens a conversation or goes on with the one this browser knows. */
  async start(): Promise<void> {
    this.phase = "starting";
    this.problem = null;
    this.publish();
    try {
      if (!this.session) {
        this.session = await this.api.open(this.locale, this.customer);
        if (this.ended) return;
        this.shelf.set(SESSION, this.session);
      }
    } catch (error) {
      this.phase = "failed";
      this.problem = asProblem(error);
      return this.publish();
    }
    this.phase = "ready";
    this.publish();
    this.stream = new EventStream({
      resume: () => this.resumption(),
      event: (event) => this.receive(event),
      connection: (state) => this.connected(state),
    });
    await this.catchUp();
    if (this.ended || this.phase !== "ready") return;
    this.stream.open();
    void this.outbox.flush();
    this.handoff.wake();
  }

  say(text: string): void {
    this.outbox.add(text, new Date());
  }

  /** What the customer has begun to write, kept over a reload. */
  get draft(): string {
    return this.shelf.get<string>(DRAFT) ?? "";
  }

  set draft(text: string) {
    if (text) this.shelf.set(DRAFT, text);
    else this.shelf.remove(DRAFT);
  }

  /** Takes an unsent message back. Gives its text. */
  takeBack(clientId: string): string {
    return this.outbox.drop(clientId)?.text ?? "";
  }

  retry(): void {
    void this.outbox.flush();
    this.stream?.wake();
    this.handoff.wake();
  }

  /** Tells whether the customer is looking: what is on the screen then counts as read. */
  watch(watching: boolean): void {
    this.watching = watching;
    if (watching) this.retry();
    this.publish();
  }

  /** Ends the work in this browser. The conversation stays where it is. */
  stop(): void {
    this.ended = true;
    this.stream?.close();
    this.outbox.stop();
    this.handoff.stop();
    clearTimeout(this.preparingTimer);
    this.listeners.clear();
  }

  /** Forgets which conversation this was; unsent messages stay and go to the next one. */
  forget(): void {
    this.stop();
    this.outbox.retryRefused();
    this.resolution.forget();
    for (const key of [SESSION, SEEN]) this.shelf.remove(key);
  }

  private post(clientId: string, text: string): Promise<number> {
    if (!this.session) return Promise.reject(new Problem(0, "no conversation yet"));
    return this.api.post(this.session, clientId, text);
  }

  private resumption(): { url: string; token: string; lastId: number } {
    if (!this.session) throw new Problem(0, "no conversation yet");
    const lastId = line.lastSeq(this.timeline);
    return { url: this.api.streamUrl(this.session, lastId), token: this.session.token, lastId };
  }

  private connected(state: Connection): void {
    this.connection = state;
    if (state === "lost" && !this.ended) this.lose();
    if (state === "interrupted") {
      this.timeline = line.withoutPartials(this.timeline);
      this.prepare(null);
    }
    if (state === "live") {
      void this.outbox.flush();
      this.handoff.wake();
      this.resolution.wake(askable(this.timeline.events));
      if (!this.settled) void this.catchUp();
    }
    this.publish();
  }

  private receive({ event, data }: ServerEvent): void {
    const body = bodyOf(data);
    if (body === null) return;
    if (event === "partial") {
      this.timeline = line.withPartial(this.timeline, body as PartialSentence);
    } else if (event === "preparing") {
      this.prepare((body as { lead?: Lead }).lead ?? "AI");
    } else {
      this.take([body as ConversationEvent]);
      if (line.gapAfter(this.timeline) !== null) void this.catchUp();
    }
    this.publish();
  }

  /** Fetches what is missing; what the server does not send then is not for this customer. */
  private async catchUp(): Promise<void> {
    if (!this.session || this.catchingUp) return;
    this.catchingUp = true;
    try {
      do {
        const known = line.lastSeq(this.timeline);
        const after = line.gapAfter(this.timeline) ?? known;
        this.take(await this.api.events(this.session, after));
        this.timeline = line.withGapsClosed(this.timeline, known);
      } while (line.gapAfter(this.timeline) !== null && !this.ended);
      this.settled = true;
    } catch (error) {
      if (asProblem(error).lost) this.lose();
    } finally {
      this.catchingUp = false;
    }
    this.publish();
  }

  private take(fresh: readonly ConversationEvent[]): void {
    const before = this.timeline;
    this.timeline = line.withEvents(before, fresh);
    if (this.timeline === before) return;
    for (const event of fresh) {
      if (event.data?.client_id) this.outbox.confirm(event.data.client_id);
      if (line.endsPreparing(event)) this.prepare(null);
    }
    if (fresh.some(changesCard)) void this.handoff.refresh();
  }

  private prepare(lead: Lead | null): void {
    clearTimeout(this.preparingTimer);
    this.preparing = lead;
    if (lead !== "AI") return;
    this.preparingTimer = setTimeout(() => {
      this.preparing = null;
      this.publish();
    }, PREPARING_MS);
  }

  private lose(): void {
    this.phase = "lost";
    this.stream?.close();
    this.publish();
  }

  private publish(): void {
    if (this.ended) return;
    if (this.watching && this.settled) this.shelf.set(SEEN, line.lastSeq(this.timeline));
    this.current = this.snapshot();
    for (const listener of this.listeners) listener();
  }

  private snapshot(): Snapshot {
    return {
      phase: this.phase,
      problem: this.problem,
      disclosure: this.session?.disclosure ?? null,
      timeline: this.timeline,
      outgoing: this.outbox.all(),
      leader: leaderOf(this.timeline.events),
      handoff: this.handoff.status,
      connection: this.connection,
      preparing: this.preparing,
      unread: this.unread(),
      settled: this.settled,
      lasting: this.shelf.lasting,
    };
  }

  private unread(): number {
    const seen = this.shelf.get<number>(SEEN) ?? 0;
    const news = this.timeline.events.filter(
      (event) => event.seq > seen && (event.kind === "message" || event.kind === "accepted"),
    );
    return this.watching ? 0 : news.filter((event) => event.from !== "customer").length;
  }
}
