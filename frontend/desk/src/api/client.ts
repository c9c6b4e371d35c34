import type { Problem } from "../../../shared/api";

/** The server answered, and the answer was no. */
export class Refused extends Error {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** No answer came at all. */
export class Unreachable extends Error {}

const endListeners = new Set<() => void>();

/** Calls back when the server no longer knows the session; gives the function that stops it. */
export function onSessionEnd(listener: () => void): () => void {
  endListeners.add(listener);
  return () => endListeners.delete(listener);
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Calls one route under /api/v1 and gives its JSON, or undefined where the answer has no body. A file
 * is sent as it is.
 * Raises Refused for any answer that is not 2xx and Unreachable when none came.
 */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const answer = await send(method, path, body);
  if (answer.status === 401 && path !== "/session") for (const tell of endListeners) tell();
  if (!answer.ok) throw new Refused(await problemOf(answer), retryAfter(answer));
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const raw = body instanceof Blob;
  if (body !== undefined) {
    headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  }
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: "same-origin",
      body: raw ? body : body === undefined ? null : JSON.stringify(body),
    });
  } catch (cause) {
    throw new Unreachable("no answer from the server", { cause });
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body = (await answer.json()) as Partial<Problem>;
    return { ...body, status: answer.status };
  } catch {
    // A proxy's error page is not a problem document; its status still says enough.
    return { status: answer.status, title: answer.statusText };
  }
}

function retryAfter(answer: Response): number | null {
  const seconds = Number(answer.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** `?a=1&b=2` of what is set, or nothing. */
export function query(of: Record<string, string | number | undefined | null>): string {
  const pairs = Object.entries(of).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  if (pairs.length === 0) return "";
  return `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}
