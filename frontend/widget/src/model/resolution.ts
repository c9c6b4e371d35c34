import { type Api, asProblem, type Session } from "../net/api";
import type { Shelf } from "../storage";
import type { ConversationEvent } from "./types";

/** What the customer said about one answer of the AI's. */
export interface Said {
  /** The answer's number. */
  seq: number;
  resolved: boolean;
  /** Whether the server has it. */
  kept: boolean;
}

const SAID = "solved";

/** The answer of the AI's that a customer may be asked about: the last word of all, and knowing. */
export function askable(events: readonly ConversationEvent[]): number | null {
  const last = events.findLast(
    (event) => event.kind === "message" || ENDS_THE_QUESTION.has(event.kind),
  );
  const knows = last?.provenance?.made_by === "ai" && !last.data?.offers_person;
  return last?.kind === "message" && knows ? last.seq : null;
}

const ENDS_THE_QUESTION = new Set(["handoff_requested", "accepted", "closed"]);

/** Carries the customer's word to the server, without ever standing in the way of writing. */
export class Resolution {
  said: Said | null;
  private busy = false;

  constructor(
    private readonly api: Api,
    private readonly shelf: Shelf,
    private readonly owner: { session(): Session | null; changed(): void },
  ) {
    this.said = shelf.get<Said>(SAID);
  }

  say(seq: number, resolved: boolean): void {
    this.set({ seq, resolved, kept: false });
    void this.carry();
  }

  /** A new answer makes the word about the last one history; one that never arrived is let go. */
  isAbout(seq: number): boolean {
    return this.said?.seq === seq;
  }

  /** Tries again after the connection was lost, as long as the word is still about the last answer. */
  wake(last: number | null): void {
    if (this.said && !this.said.kept && this.said.seq === last) void this.carry();
  }

  forget(): void {
    this.shelf.remove(SAID);
  }

  private async carry(): Promise<void> {
    const session = this.owner.session();
    const { said } = this;
    if (!session || !said || this.busy) return;
    this.busy = true;
    try {
      await this.api.resolve(session, said.resolved);
      this.settle(said);
    } catch (error) {
      // Refused for good, it is not asked again; a connection that comes back wakes the rest.
      if (!asProblem(error).passing) this.settle(said);
    } finally {
      this.busy = false;
    }
    if (this.said && this.said !== said && !this.said.kept) void this.carry();
  }

  private settle(said: Said): void {
    if (this.said === said) this.set({ ...said, kept: true });
  }

  private set(said: Said): void {
    this.said = said;
    this.shelf.set(SAID, said);
    this.owner.changed();
  }
}
