import type { Id, Source } from "../../../shared/api";
import { call, Refused } from "../api/client";
import { uuid } from "./uuid";

/** A reply on its way. It stays here, over reloads too, until its event has come back. */
export interface Outgoing {
  clientId: Id;
  conversation: Id;
  text: string;
  draftId: Id | null;
  /** Articles that the reply quotes. */
  sources?: readonly Source[];
  state: "sending" | "waiting" | "refused" | "sent";
  /** Why it was refused, in the server's words. */
  why: string | null;
  /** Its place in the conversation once the server has it. */
  seq: number | null;
}

const storageKey = "handrail.outbox";
const againMs = 5_000;
const listeners = new Set<() => void>();
let letters: readonly Outgoing[] = restore();

function restore(): readonly Outgoing[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]") as Outgoing[];
    return kept.map((one) => (one.state === "sending" ? { ...one, state: "waiting" } : one));
  } catch {
    // A broken or forbidden store must not stop the desk from opening.
    return [];
  }
}

function set(next: readonly Outgoing[]): void {
  letters = next;
  sessionStorage.setItem(storageKey, JSON.stringify(letters));
  for (const listener of listeners) listener();
}

function change(clientId: Id, with_: Partial<Outgoing>): void {
  set(letters.map((one) => (one.clientId === clientId ? { ...one, ...with_ } : one)));
}

let timer: ReturnType<typeof setTimeout> | undefined;
let trying = false;

/** What waits is tried again by itself: the server may be away while the browser is online. */
function tryAgainSoon(): void {
  if (timer) return;
  timer = setTimeout(() => {
    timer = undefined;
    void outbox.sendWaiting();
  }, againMs);
}

export const outbox = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  letters: (): readonly Outgoing[] => letters,

  post(conversation: Id, text: string, draftId: Id | null, sources: readonly Source[] = []): void {
    const clientId = uuid();
    const behind = letters.some(
      (one) => one.conversation === conversation && one.state === "waiting",
    );
    const letter: Outgoing = {
      clientId,
      conversation,
      text,
      draftId,
      sources,
      state: "waiting",
      why: null,
      seq: null,
    };
    set([...letters, letter]);
    void (behind ? outbox.sendWaiting() : outbox.send(clientId));
  },

  /** Sends one letter; again with the same id is harmless, the server knows it. */
  async send(clientId: Id): Promise<void> {
    const letter = letters.find((one) => one.clientId === clientId);
    if (!letter || letter.state === "sending") return;
    change(clientId, { state: "sending", why: null });
    const body = {
      client_id: clientId,
      text: letter.text,
      ...(letter.draftId ? { draft_id: letter.draftId } : {}),
      ...(letter.sources?.length ? { sources: letter.sources.map((one) => one.slug) } : {}),
    };
    try {
      const { seq } = await call<{ seq: number }>(
        "POST",
        `/conversations/${letter.conversation}/staff-messages`,
        body,
      );
      change(clientId, { state: "sent", seq });
    } catch (error) {
      const refused = error instanceof Refused && error.status < 500 && error.status !== 429;
      change(clientId, refused ? { state: "refused", why: error.message } : { state: "waiting" });
      if (!refused) tryAgainSoon();
    }
  },

  /** Sends what waits, one after the other; behind one that waits on, no other of its conversation goes. */
  async sendWaiting(): Promise<void> {
    if (trying) return;
    trying = true;
    const held = new Set<Id>();
    const next = () =>
      letters.find((one) => one.state === "waiting" && !held.has(one.conversation));
    try {
      for (let letter = next(); letter; letter = next()) {
        const { clientId, conversation } = letter;
        await outbox.send(clientId);
        if (letters.find((one) => one.clientId === clientId)?.state === "waiting") {
          held.add(conversation);
        }
      }
    } finally {
      trying = false;
    }
  },

  drop(clientId: Id): void {
    set(letters.filter((one) => one.clientId !== clientId));
  },

  /** Forgets letters whose events have arrived. */
  settle(conversation: Id, lastSeq: number): void {
    const left = letters.filter(
      (one) => one.conversation !== conversation || one.seq === null || one.seq > lastSeq,
    );
    if (left.length !== letters.length) set(left);
  },

  clear(): void {
    set([]);
  },
};
