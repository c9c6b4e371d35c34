/** The HTTP contract's shapes, written by hand until they are generated from openapi.json. */

export type Id = string;
/** RFC 3339, UTC. */
export type Time = string;
export type Lead = "AI" | "REVIEW" | "PERSON";
export type Level = "low" | "medium" | "high";
export type Role = "staff" | "supervisor" | "steward" | "admin";
export type Presence = "available" | "away";
export type Prefer = "now" | "callback" | "message";
export type Party = "ai" | "reviewer" | "desk" | "person" | "customer";
export type View = "queue" | "mine" | "reviews" | "ai" | "callbacks" | "all" | "closed";
export type Sla = "ok" | "soon" | "late" | "none";
export type ConversationState = "ai" | "review" | "queued" | "person" | "callback" | "closed";
export type AiMay = "answer" | "how_to_only";

export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  field?: string;
  /** A refused policy: which file, which key, why. */
  problems?: PolicyProblem[];
}

export interface Source {
  slug: string;
  title: string;
}

export type EventKind =
  | "message"
  | "disclosure"
  | "lead_changed"
  | "handoff_requested"
  | "queue_update"
  | "accepted"
  | "handed_back"
  | "closed";

export interface EventData {
  client_id?: Id;
  reply_to?: number;
  sources?: Source[];
  offers_person?: boolean;
  key?: string;
  lead?: Lead;
  because?: string;
  by?: string;
  prefer?: Prefer;
  note?: string;
  state?: string;
  position?: number;
  low_min?: number;
  high_min?: number;
  opens_at?: Time;
  callback_at?: Time;
  staff?: { name: string };
  ai_may?: string;
}

export interface ConversationEvent {
  seq: number;
  at: Time;
  kind: EventKind;
  from: "customer" | "ai" | "staff" | "system";
  provenance?: {
    made_by: "ai" | "ai_draft" | "person" | "system";
    staff?: { name: string } | null;
  } | null;
  text?: string | null;
  data?: EventData | null;
}

/** Ephemeral: one checked sentence of an answer in the making. */
export interface PartialText {
  reply_to: number;
  index: number;
  text: string;
}

export interface Me {
  id: Id;
  name: string;
  email: string;
  roles: Role[];
  skills: string[];
  locale: string;
  presence: Presence;
  capacity: number;
}

export interface AiSwitch {
  stopped_at?: Time | null;
  stopped_by?: string | null;
  reason?: string | null;
}

export interface Desk {
  me: Me;
  ai: AiSwitch;
  now: Time;
  counts: {
    queued: number;
    offered_to_me: number;
    mine: number;
    reviews: number;
    ai: number;
    callbacks: number;
  };
}

export interface StaffName {
  id: Id;
  name: string;
}

export interface RowHandoff {
  state: string;
  prefer: Prefer;
  offered_to?: StaffName | null;
  offer_expires_at?: Time | null;
  position?: number | null;
  reason: string;
  note?: string | null;
  callback_at?: Time | null;
}

export interface Row {
  id: Id;
  state: ConversationState;
  owner: { party: Party; staff?: StaffName | null };
  lead: Lead;
  tier?: Level | null;
  kind?: string | null;
  kind_title?: string | null;
  customer: { name?: string | null; segment?: string | null };
  channel: string;
  locale: string;
  last_text: string;
  last_from: ConversationEvent["from"];
  last_at: Time;
  waiting_since?: Time | null;
  due_at?: Time | null;
  sla: Sla;
  handoff?: RowHandoff | null;
  sentiment?: number | null;
}

export interface RowPage {
  items: Row[];
  next_cursor?: string | null;
  total: number;
}

export type BriefingSection =
  | "need"
  | "tried"
  | "promised"
  | "sentiment"
  | "pain_points"
  | "guidance"
  | "first_step"
  | "passed_on"
  | "history";

export interface BriefingLine {
  section: BriefingSection;
  text: string;
  source: {
    type: "event" | "article" | "history" | "policy" | "customer" | "signals";
    ref: string;
    label: string;
  };
}

export interface Briefing {
  made_at: Time;
  up_to_seq: number;
  lines: BriefingLine[];
}

export interface Draft {
  id: Id;
  reply_to: number;
  text: string;
  sources: Source[];
  made_at: Time;
  expires_at?: Time | null;
  reason: string;
}

export interface HistoryLine {
  at: Time;
  channel: string;
  summary: string;
  outcome: string;
  sentiment?: number | string | null;
}

export interface Customer {
  name?: string | null;
  email?: string | null;
  external_id?: string | null;
  segment?: string | null;
  vulnerable?: boolean | null;
  since?: string | null;
  history?: HistoryLine[];
}

export interface Note {
  id: Id;
  at: Time;
  staff: { name: string };
  text: string;
}

export interface Detail {
  conversation: Row;
  customer: Customer;
  briefing?: Briefing | null;
  draft?: Draft | null;
  notes: Note[];
  handoff?: (RowHandoff & { note?: string | null }) | null;
  ai_may?: string | null;
}

export interface Moment {
  risk: Level;
  value: Level;
  emotion: Level;
  complexity: Level;
  confidence: Level;
  reasons: string[];
}

export interface Scores {
  kinds?: { name: string; probability: number }[];
  emotions?: Record<string, number>;
  sentiment?: number | null;
  cues?: Record<string, number>;
  flagged?: string[];
  language?: string | null;
}

export interface Decision {
  id: Id;
  turn_seq: number;
  at: Time;
  lead: Lead;
  tier: Level;
  kind: string;
  kind_title?: string | null;
  rule: string;
  rule_kind: "hard" | "policy" | "matrix" | "staffing" | "switch";
  reason: string;
  reason_customer?: string | null;
  moment: Moment;
  scores: Scores;
  evidence?: Record<string, unknown>;
  policy: { name: string; version: number | string };
  signals_version: string;
  outcome?: string | null;
}

export interface DecisionRecord extends Decision {
  conversation_id: Id;
  text: string;
}

export interface DecisionPage {
  items: DecisionRecord[];
  next_cursor?: string | null;
}

export interface StaffLoad {
  id: Id;
  name: string;
  presence: Presence;
  load: number;
  capacity: number;
  skills: string[];
}

export interface Supervision {
  leads: Record<Lead, number>;
  waiting: Row[];
  longest_wait_s: number | null;
  staff: StaffLoad[];
  today: {
    turns: number;
    ai: number;
    review: number;
    person: number;
    handoffs: number;
    p50_wait_s: number | null;
    p90_wait_s: number | null;
  };
}

export interface PolicyVersion {
  name: string;
  version: number | string;
  loaded_at: Time;
  loaded_by: string;
  active_since?: Time | null;
}

export interface PolicyProblem {
  file?: string;
  key?: string;
  reason: string;
}

export interface PolicyKind {
  name: string;
  title: string;
  risk: Level;
  value: Level;
  tier: Level;
  lead: Lead;
  hard_rule?: string | null;
  ai_may_answer: boolean;
  examples: number;
  accuracy?: number | null;
}

export interface Policy {
  name: string;
  version: number | string;
  title: string;
  toml: string;
  kinds: PolicyKind[];
  tiers: Record<Level, Record<Level, Level>>;
  leads: Record<Level, Lead>;
  rules: { name: string; when: string; lead: Lead; because: string }[];
  hard_rules: { name: string; because: string }[];
  problems?: PolicyProblem[];
}

export interface Policies {
  active: { name: string; version: number | string };
  versions: PolicyVersion[];
}

export interface Article {
  slug: string;
  title: string;
  text: string;
  updated?: string | null;
}

export interface StaffAccount {
  id: Id;
  name: string;
  email: string;
  roles: Role[];
  skills: string[];
  locale: string;
  presence?: Presence;
  capacity: number;
  active?: boolean;
}

export interface ApiKey {
  id: Id;
  name: string;
  scopes: string[];
  created_at: Time;
  last_used_at?: Time | null;
  revoked_at?: Time | null;
}

export interface NewApiKey extends ApiKey {
  /** Shown once, stored hashed. */
  key: string;
}
