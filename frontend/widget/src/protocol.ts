import type { Customer } from "./model/types";

/** What the loader on the company's page tells the app in the iframe. */
export interface Config {
  locale: string;
  title: string;
  accent: string | null;
  theme: "auto" | "light" | "dark";
  customer: Customer;
}

export type ToApp =
  | { handrail: 1; kind: "configure"; config: Config; open: boolean }
  | { handrail: 1; kind: "shown"; focus: boolean; draft?: string }
  | { handrail: 1; kind: "hidden" }
  | { handrail: 1; kind: "forget" };

/** What the app tells the loader. Never a word of the conversation. */
export type ToPage =
  | { handrail: 1; kind: "ready" }
  | { handrail: 1; kind: "close" }
  | { handrail: 1; kind: "unread"; count: number }
  | { handrail: 1; kind: "active"; active: boolean };

/** The message, if it has our mark; its origin and window must be checked before. */
export function messageOf<T extends ToApp | ToPage>(data: unknown): T | null {
  const ours = typeof data === "object" && data !== null && "handrail" in data && "kind" in data;
  return ours && data.handrail === 1 ? (data as T) : null;
}
