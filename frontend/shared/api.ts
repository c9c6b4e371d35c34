/**
 * The HTTP contract's shapes by the names that screens use. They are generated from openapi.json
 * (`npm run types`); written here is only what that description leaves open.
 */
import type { components } from "./openapi";

type Shapes = components["schemas"];

export type Id = string;
/** RFC 3339, UTC. */
export type Time = string;
export type Lead = Shapes["Lead"];
export type Level = Shapes["Level"];
export type Role = Shapes["Role"];
export type Scope = Shapes["Scope"];
export type Presence = Me["presence"];
export type Prefer = Shapes["Prefer"];
export type View = Shapes["View"];
export type Sla = Row["sla"];
export type ConversationState = Shapes["State"];
export type AiMay = Shapes["AiMay"];
export type EventKind = Shapes["EventKind"];
export type BriefingSection = Shapes["Section"];

export type Problem = Partial<Shapes["Problem"]> & { status: number };
export type PolicyProblem = Partial<Shapes["PolicyProblem"]> & { reason: string };
export type Source = Shapes["SourceShape"];
export type Me = Omit<Shapes["Me"], "roles"> & { roles: Role[] };
export type AiSwitch = Shapes["AiSwitchShape"];
export type Desk = Omit<Shapes["DeskShape"], "me"> & { me: Me };
export type RowHandoff = Shapes["RowHandoff"];
export type Row = Omit<Shapes["RowShape"], "tier"> & { tier?: Level | null };
export type RowPage = Omit<Shapes["RowPageShape"], "items"> & { items: Row[] };
export type Briefing = Shapes["BriefingShape"];
export type BriefingLine = Shapes["LineShape"];
export type MoodPoint = Shapes["MoodShape"];
export type NextAction = Shapes["NextActionShape"];
export type Playbook = Shapes["PlaybookShape"];
export type PlaybookStep = Shapes["StepShape"];
export type Draft = Shapes["DraftShape"];
export type HistoryLine = Shapes["ContactShape"];
export type Customer = Shapes["CustomerShape"];
export type Detail = Omit<Shapes["Detail"], "conversation"> & { conversation: Row };
export type StaffLoad = Shapes["StaffLoadShape"];
export type PolicyVersion = Shapes["PolicyVersionShape"];
export type PolicyKind = Shapes["KindShape"];
export type Policies = Shapes["Policies"];
export type Article = Shapes["PublicArticle"];
export type StaffAccount = Omit<Shapes["StaffAccount"], "roles"> & { roles: Role[] };
export type ApiKey = Shapes["ApiKeyShape"];
/** Its `key` is shown once. */
export type NewApiKey = Shapes["MadeApiKey"];
export type ArticleLine = Shapes["ArticleLineShape"];
export type ArticlePage = Shapes["ArticlePageShape"];
export type StaffArticle = Shapes["ArticleShape"];
export type ImportRun = Shapes["ImportShape"];
export type Facets = Shapes["FacetsShape"];
export type ArticleVersions = Shapes["Versions"];
export type ArticleVersion = Shapes["VersionShape"];
export type ArticleVersionLine = Shapes["VersionLine"];
export type ArticleComparison = Shapes["ComparisonShape"];
export type ArticleNow = Shapes["ArticleNow"];
export type GapSearch = Shapes["LatestSearch"];
export type Webhook = Shapes["WebhookShape"];
/** Its `secret` is shown once. */
export type WebhookSecret = Shapes["WebhookSecret"];
export type WebhookDelivery = Shapes["WebhookDelivery"];
export type ToolServer = Shapes["ToolServerShape"];
export type OfferedTool = Shapes["OfferedToolShape"];
export type Autonomy = Shapes["AutonomyShape"];
export type KindAutonomy = Shapes["KindAutonomy"];
export type Standing = KindAutonomy["status"];
export type Certificate = Shapes["CertificateShape"];
export type CurvePoint = Shapes["CurvePointShape"];
export type IssuedCertificates = Shapes["IssuedCertificates"];
export type Sample = Shapes["SampleShape"];
export type SamplePage = Shapes["Samples"];
export type Judgement = Shapes["JudgementShape"];
export type Verdict = Judgement["verdict"];
export type Gap = Shapes["GapShape"];
export type GapDetail = Shapes["GapDetail"];
export type GapState = Gap["state"];
export type Tools = Shapes["Tools"];
export type Tool = Shapes["ToolShape"];
export type Argument = Shapes["ArgumentShape"];
export type Arguments = Record<string, string | number | boolean>;
export type ToolCall = Shapes["CallShape"];
export type CallPage = Shapes["Calls"];
export type ModelBudget = Shapes["ModelBudgetShape"];
export type Translation = Shapes["TranslationShape"];
export type Translations = Shapes["TranslationsShape"];
export type WrapUpList = Shapes["WrapUpListShape"];
export type WrapUpEntry = Shapes["EntryShape"];
export type WrapUpChange = Shapes["ListChangeShape"];
export type WrapUpPart = Shapes["Part"];
export type AcceptTime = Shapes["AcceptTimeShape"];
export type AcceptTimesRecord = Shapes["AcceptTimesRecord"];
export type TranslationOffer = Shapes["OfferShape"];
export type TranslationQuality = Shapes["QualityShape"];
export type BriefingSummary = Shapes["SummaryShape"];

/** What a message that was sent in translation keeps of its original. */
export interface TranslationNote {
  original: string;
  source: string;
  target: string;
  by: string;
}
export type DraftAnswer = Shapes["DraftAnswer"];
export type OpenDraft = Shapes["OpenDraft"];
export type Claim = Shapes["ClaimShape"];
export type DraftChoice = NonNullable<OpenDraft["choice"]>;
export type SolvedConversation = Shapes["SolvedShape"];
export type DraftRecord = Shapes["DraftRecord"];

/** What an event may carry, by its kind; each field is there only where its kind has it. */
export interface EventData {
  client_id?: Id;
  reply_to?: number;
  sources?: Source[];
  offers_person?: boolean;
  asked_back?: boolean;
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
  translation?: TranslationNote;
}

export type ConversationEvent = Omit<Shapes["ConversationEvent"], "data"> & {
  data?: EventData | null;
};

/** Ephemeral: one checked sentence of an answer in the making. */
export interface PartialText {
  reply_to: number;
  index: number;
  text: string;
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

export type RuleKind = "hard" | "policy" | "matrix" | "staffing" | "switch" | "certificate";

export type Decision = Omit<Shapes["DecisionShape"], "moment" | "scores" | "rule_kind"> & {
  moment: Moment;
  scores: Scores;
  rule_kind: RuleKind;
};

export type DecisionRecord = Decision & { conversation_id: Id; text: string };

export interface DecisionPage {
  items: DecisionRecord[];
  next_cursor?: string | null;
}

export type Supervision = Omit<Shapes["SupervisionShape"], "leads" | "waiting"> & {
  leads: Record<Lead, number>;
  waiting: Row[];
};

export type Policy = Omit<Shapes["PolicyShape"], "tiers" | "leads"> & {
  tiers: Record<Level, Record<Level, Level>>;
  leads: Record<Level, Lead>;
};
