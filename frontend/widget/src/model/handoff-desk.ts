import { type Api, asProblem, Problem, type Session } from "../net/api";
import { Backoff } from "../net/backoff";
import type { Shelf } from "../storage";
import { isWaiting } from "./handoff";
import type { HandoffCard, HandoffWish } from "./types";

export interface HandoffStatus {
  card: HandoffCard | null;
  /** A wish that has not reached the server yet. It is repeated until it has. */
  pending: HandoffWish | null;
  /** What the server said against the last step. */
  refusal: string | null;
}

const WISH = "wish";
/** While a customer waits the place is asked again, should a sign of change get lost. */
const REFRESH_MS = 30_000;

/**
 * The customer's way to a person: carries the wish to the server, again and again until it
 * arrives (also after a reload), and keeps the card true.
 */
export class HandoffDesk {
  status: HandoffStatus;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private asked = 0;
  private stopped = false;
  private readonly backoff = new Backoff();

  constructor(
    private readonly api: Api,
    private readonly shelf: Shelf,
    private readonly owner: { session(): Session | null; changed(): void },
  ) {
    this.status = { card: null, pending: shelf.get<HandoffWish>(WISH), refusal: null };
  }

  /** Asks for a person, or changes how. */
  ask(wish: HandoffWish): void {
    this.shelf.set(WISH, wish);
    this.set({ pending: wish, refusal: null });
    void this.carry();
  }

  /** Stays with the AI. Gives whether the server agreed. */
  stay(): Promise<boolean> {
    this.shelf.remove(WISH);
    this.set({ pending: null });
    return this.step((session) => this.api.stay(session));
  }

  passOn(note: string): Promise<boolean> {
    return this.step((session) => this.api.passOn(session, note));
  }

  /** Fetches the card as it is now; of several answers the last asked counts. */
  async refresh(): Promise<void> {
    const session = this.owner.session();
    if (!session || this.stopped) return;
    const turn = ++this.asked;
    try {
      const card = await this.api.handoff(session);
      if (turn === this.asked) this.set({ card });
    } catch {
      // The stream tells of a lost connection; the next refresh comes by itself.
    }
    this.schedule();
  }

  wake(): void {
    if (this.status.pending) void this.carry();
    else void this.refresh();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async carry(): Promise<void> {
    const session = this.owner.session();
    const wish = this.status.pending;
    if (!session || !wish || this.busy || this.stopped) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      const card = await this.api.askForPerson(session, wish);
      this.asked++;
      this.backoff.reset();
      this.done(wish, { card, refusal: null });
    } catch (error) {
      this.failed(wish, asProblem(error));
    } finally {
      this.busy = false;
    }
    if (this.status.pending && this.status.pending !== wish) void this.carry();
    else this.schedule();
  }

  private failed(wish: HandoffWish, problem: Problem): void {
    if (problem.passing) {
      this.timer = setTimeout(() => void this.carry(), this.backoff.next(problem.retryAfterMs));
      return;
    }
    this.done(wish, { refusal: problem.message });
    void this.refresh();
  }

  /** The wish has been answered, unless the customer has changed it meanwhile. */
  private done(wish: HandoffWish, news: Partial<HandoffStatus>): void {
    const settled = this.status.pending === wish;
    if (settled) this.shelf.remove(WISH);
    this.set(settled ? { ...news, pending: null } : news);
  }

  private async step(act: (session: Session) => Promise<HandoffCard>): Promise<boolean> {
    const session = this.owner.session();
    if (!session) return false;
    try {
      const card = await act(session);
      this.asked++;
      this.set({ card, refusal: null });
      this.schedule();
      return true;
    } catch (error) {
      this.set({ refusal: error instanceof Problem && error.status ? error.message : "" });
      void this.refresh();
      return false;
    }
  }

  private schedule(): void {
    if (this.stopped || this.status.pending) return;
    clearTimeout(this.timer);
    if (isWaiting(this.status.card)) {
      this.timer = setTimeout(() => void this.refresh(), REFRESH_MS);
    }
  }

  private set(news: Partial<HandoffStatus>): void {
    this.status = { ...this.status, ...news };
    this.owner.changed();
  }
}
