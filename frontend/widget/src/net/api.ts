import type {
  Article,
  ConversationEvent,
  Customer,
  HandoffCard,
  HandoffWish,
} from "../model/types";

/** An answer that is not the one asked for. `status` 0: no answer came at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(detail);
    this.name = "Problem";
  }

  /** Whether the same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || [408, 425, 429].includes(this.status) || this.status >= 500;
  }

  /** Whether this conversation is no longer open to this customer. */
  get lost(): boolean {
    return [401, 403, 404].includes(this.status);
  }
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, String(error));
}

export interface Session {
  id: string;
  token: string;
  disclosure: string;
  locale: string;
}

const TIMEOUT_MS = 15_000;

/** The customer's routes of the HTTP contract. Every method raises Problem. */
export class Api {
  constructor(private readonly base: string) {}

  async open(locale: string, customer: Customer): Promise<Session> {
    const body = { channel: "web", locale, customer };
    const made = await this.ask<Omit<Session, "locale">>("POST", "conversations", { body });
    return { id: made.id, token: made.token, disclosure: made.disclosure, locale };
  }

  async post(session: Session, clientId: string, text: string): Promise<number> {
    const body = { client_id: clientId, text };
    const answer = await this.of<{ seq: number }>(session, "POST", "messages", body);
    return answer.seq;
  }

  async events(session: Session, after: number): Promise<ConversationEvent[]> {
    const answer = await this.of<{ events: ConversationEvent[] }>(
      session,
      "GET",
      `events?after=${after}`,
    );
    return answer.events;
  }

  streamUrl(session: Session, after: number): string {
    return this.url(`conversations/${encodeURIComponent(session.id)}/events/stream?after=${after}`);
  }

  handoff(session: Session): Promise<HandoffCard> {
    return this.of(session, "GET", "handoff");
  }

  askForPerson(session: Session, wish: HandoffWish): Promise<HandoffCard> {
    return this.of(session, "POST", "handoff", wish);
  }

  passOn(session: Session, note: string): Promise<HandoffCard> {
    return this.of(session, "PATCH", "handoff", { note });
  }

  stay(session: Session): Promise<HandoffCard> {
    return this.of(session, "DELETE", "handoff");
  }

  /** Says whether the AI's last answer settled the matter; the last word counts. */
  resolve(session: Session, resolved: boolean): Promise<unknown> {
    return this.of(session, "POST", "resolution", { resolved });
  }

  article(slug: string): Promise<Article> {
    return this.ask("GET", `articles/${encodeURIComponent(slug)}`);
  }

  private of<T>(session: Session, method: string, rest: string, body?: unknown): Promise<T> {
    const path = `conversations/${encodeURIComponent(session.id)}/${rest}`;
    return this.ask(method, path, { token: session.token, body });
  }

  private url(path: string): string {
    return this.base + path;
  }

  private async ask<T>(
    method: string,
    path: string,
    { token, body }: { token?: string; body?: unknown } = {},
  ): Promise<T> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const init: RequestInit = {
      method,
      headers,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(this.url(path), init).catch((error: unknown) => {
      throw new Problem(0, String(error));
    });
    if (!response.ok) throw await problemOf(response);
    return (await response.json().catch((error: unknown) => {
      throw new Problem(0, String(error));
    })) as T;
  }
}

/** Reads a problem+json body; anything else keeps the status alone. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as { detail?: unknown } | null;
  const detail = typeof body?.detail === "string" ? body.detail : response.statusText;
  return new Problem(response.status, detail, retryAfterMs(response.headers.get("retry-after")));
}

/** Milliseconds of a Retry-After header given in seconds; null when absent or a date. */
export function retryAfterMs(header: string | null): number | null {
  const seconds = header === null || header.trim() === "" ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 300) * 1000 : null;
}
