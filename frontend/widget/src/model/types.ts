/** What the HTTP contract says, as the widget reads it. Times are RFC 3339 text, ids are text. */

export type Lead = "AI" | "REVIEW" | "PERSON";

export type Sender = "customer" | "ai" | "staff" | "system";

export interface Source {
  slug: string;
  title: string;
}

export interface Provenance {
  made_by: "ai" | "ai_draft" | "person" | "system";
  staff?: { name: string } | null;
}

export type QueueState =
  | "queued"
  | "offered"
  | "callback"
  | "message"
  | "out_of_hours"
  | "withdrawn";

/** The parts of `data` that the widget uses; which are there depends on the event's kind. */
export interface EventData {
  client_id?: string | null;
  reply_to?: number | null;
  sources?: Source[] | null;
  offers_person?: boolean | null;
  /** The message asks which of its `sources` is meant. */
  asked_back?: boolean | null;
  key?: string | null;
  lead?: Lead | null;
  because?: string | null;
  by?: string | null;
  state?: QueueState | null;
  callback_at?: string | null;
  staff?: { name: string } | null;
}

export interface ConversationEvent {
  seq: number;
  at: string;
  kind: string;
  from: Sender;
  provenance?: Provenance | null;
  text?: string | null;
  data?: EventData | null;
}

export interface PartialSentence {
  reply_to: number;
  index: number;
  text: string;
}

export type HandoffState =
  | "none"
  | "requested"
  | "queued"
  | "offered"
  | "accepted"
  | "callback"
  | "message";

export type Preference = "now" | "callback" | "message";

/** The one card about reaching a person, as the server tells it. Minutes, and a place from 1. */
export interface HandoffCard {
  state: HandoffState;
  position?: number | null;
  low_min?: number | null;
  high_min?: number | null;
  staff?: { name: string } | null;
  note?: string | null;
  in_hours: boolean;
  opens_at?: string | null;
  callback_at?: string | null;
  callback_slots?: string[] | null;
  text?: string | null;
}

export interface HandoffWish {
  prefer: Preference;
  callback_at?: string;
  note?: string;
}

export interface Article {
  slug: string;
  title: string;
  text: string;
  updated?: string | null;
}

/** Who the company's page says is writing: a claim of that page, unless its server's `proof` goes with it. */
export interface Customer {
  external_id?: string;
  name?: string;
  email?: string;
  /** The HMAC-SHA256 of `external_id` that the company's own server made. */
  proof?: string;
}
