-- The desk: conversations and their events, people, hand-offs, decisions, knowledge, policies
-- depends:

-- migrate: apply
CREATE EXTENSION IF NOT EXISTS vector;

CREATE FUNCTION micros(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (extract(epoch FROM at) * 1000000)::bigint;

-- Words as a pattern for ILIKE, their own wildcards taken literally.
CREATE FUNCTION like_pattern(words text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN '%' || replace(replace(replace(words, '\', '\\'), '%', '\%'), '_', '\_') || '%';

CREATE TABLE customers (
    id uuid PRIMARY KEY,
    external_id text UNIQUE,
    name text,
    email text,
    segment text NOT NULL DEFAULT '',
    vulnerable boolean NOT NULL DEFAULT false
);

CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
    at timestamptz NOT NULL,
    channel text NOT NULL,
    summary text NOT NULL,
    outcome text NOT NULL,
    sentiment double precision NOT NULL DEFAULT 0 CHECK (sentiment BETWEEN -1 AND 1),
    promised text NOT NULL DEFAULT ''
);
CREATE INDEX contacts_of_customer ON contacts (customer_id, at DESC);

CREATE TABLE staff (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    roles text[] NOT NULL DEFAULT '{staff}'
        CHECK (roles <@ '{staff,supervisor,steward,admin}' AND cardinality(roles) > 0),
    skills text[] NOT NULL DEFAULT '{}',
    capacity integer NOT NULL DEFAULT 4 CHECK (capacity > 0),
    locale text NOT NULL DEFAULT 'en',
    available_since timestamptz,
    seen_at timestamptz,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX staff_email ON staff (lower(email));

CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
    opened_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_of_staff ON sessions (staff_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE login_attempts (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_attempts_by_key ON login_attempts (key, at);

CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    key_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);

CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL,
    channel text NOT NULL,
    locale text NOT NULL,
    customer_id uuid NOT NULL REFERENCES customers,
    opened_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    state text NOT NULL
        CHECK (state IN ('ai', 'review', 'queued', 'person', 'callback', 'closed')),
    lead text NOT NULL CHECK (lead IN ('AI', 'REVIEW', 'PERSON')),
    staff_id uuid REFERENCES staff,
    ai_may text NOT NULL CHECK (ai_may IN ('answer', 'how_to_only')),
    last_seq integer NOT NULL DEFAULT 0,
    asked_seq integer NOT NULL DEFAULT 0,
    answered_seq integer NOT NULL DEFAULT 0,
    CONSTRAINT one_owner CHECK ((state = 'person') = (staff_id IS NOT NULL)),
    CONSTRAINT order_of_words CHECK (asked_seq <= last_seq AND answered_seq <= last_seq)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX conversations_by_token ON conversations (token_hash);
CREATE INDEX conversations_by_change ON conversations ((-micros(changed_at)), id);
CREATE INDEX conversations_open ON conversations (state) WHERE state <> 'closed';
CREATE INDEX conversations_of_staff ON conversations (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX conversations_of_customer ON conversations (customer_id);

CREATE TABLE events (
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    seq integer NOT NULL CHECK (seq > 0),
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('message', 'disclosure', 'lead_changed', 'handoff_requested',
        'queue_update', 'accepted', 'handed_back', 'closed')),
    speaker text NOT NULL CHECK (speaker IN ('customer', 'ai', 'staff', 'system')),
    text text,
    made_by text CHECK (made_by IN ('ai', 'ai_draft', 'person', 'system')),
    staff_name text,
    client_id uuid,
    data jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX events_once ON events (conversation_id, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE decisions (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    turn_seq integer NOT NULL,
    at timestamptz NOT NULL,
    lead text NOT NULL CHECK (lead IN ('AI', 'REVIEW', 'PERSON')),
    tier text NOT NULL CHECK (tier IN ('low', 'medium', 'high')),
    kind text NOT NULL,
    rule text NOT NULL,
    rule_kind text NOT NULL CHECK (rule_kind IN ('switch', 'hard', 'policy', 'matrix', 'staffing')),
    reason text NOT NULL,
    reason_customer text NOT NULL,
    moment jsonb NOT NULL,
    scores jsonb NOT NULL,
    evidence jsonb NOT NULL,
    policy_name text NOT NULL,
    policy_version text NOT NULL,
    signals_version text NOT NULL,
    outcome text NOT NULL
        CHECK (outcome IN ('answered', 'did_not_know', 'review', 'handed_off', 'superseded'))
);
CREATE INDEX decisions_of_conversation ON decisions (conversation_id, turn_seq, at);
CREATE INDEX decisions_by_time ON decisions (at DESC, id);

CREATE TABLE drafts (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    reply_to integer NOT NULL,
    text text NOT NULL,
    sources jsonb NOT NULL DEFAULT '[]',
    reason text NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended text CHECK (ended IN ('sent', 'edited', 'taken_over', 'lapsed', 'superseded')),
    ended_by text,
    ended_at timestamptz,
    CHECK ((ended IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX drafts_one_open ON drafts (conversation_id) WHERE ended IS NULL;
CREATE INDEX drafts_of_conversation ON drafts (conversation_id, made_at);

CREATE TABLE notes (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    staff_id uuid NOT NULL,
    staff_name text NOT NULL,
    at timestamptz NOT NULL,
    text text NOT NULL
);
CREATE INDEX notes_of_conversation ON notes (conversation_id, at);

CREATE TABLE handoffs (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    asked_by text NOT NULL CHECK (asked_by IN ('customer', 'rule', 'staff')),
    rule text NOT NULL,
    reason text NOT NULL,
    requested_at timestamptz NOT NULL,
    prefer text NOT NULL CHECK (prefer IN ('now', 'callback', 'message')),
    state text NOT NULL CHECK (state IN ('requested', 'queued', 'offered', 'callback', 'accepted',
        'handed_back', 'closed', 'withdrawn')),
    urgency integer NOT NULL DEFAULT 0,
    skills text[] NOT NULL DEFAULT '{}',
    note text NOT NULL DEFAULT '',
    offered_to uuid REFERENCES staff,
    offer_expires_at timestamptz,
    passed_on uuid[] NOT NULL DEFAULT '{}',
    callback_at timestamptz,
    accepted_by uuid REFERENCES staff,
    accepted_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT offered_to_one CHECK ((state = 'offered') = (offered_to IS NOT NULL))
);
CREATE UNIQUE INDEX handoffs_one_open ON handoffs (conversation_id)
    WHERE state NOT IN ('handed_back', 'closed', 'withdrawn');
CREATE INDEX handoffs_in_line ON handoffs (urgency DESC, requested_at, id)
    WHERE state IN ('requested', 'queued', 'offered');
CREATE INDEX handoffs_of_conversation ON handoffs (conversation_id, requested_at);
CREATE INDEX handoffs_by_time ON handoffs (requested_at);
CREATE INDEX handoffs_accepted ON handoffs (accepted_at DESC) WHERE accepted_at IS NOT NULL;
CREATE INDEX handoffs_of_staff ON handoffs (accepted_by) WHERE accepted_by IS NOT NULL;
CREATE INDEX handoffs_offered ON handoffs (offered_to) WHERE offered_to IS NOT NULL;

CREATE TABLE ai_switch (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    stopped_at timestamptz,
    stopped_by text,
    reason text NOT NULL DEFAULT ''
);
INSERT INTO ai_switch DEFAULT VALUES;

CREATE TABLE policies (
    version text PRIMARY KEY,
    name text NOT NULL,
    toml text NOT NULL,
    loaded_at timestamptz NOT NULL,
    loaded_by text NOT NULL
);

CREATE TABLE policy_activations (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    version text NOT NULL REFERENCES policies,
    at timestamptz NOT NULL,
    by text NOT NULL
);

CREATE TABLE articles (
    slug text PRIMARY KEY,
    title text NOT NULL,
    text text NOT NULL,
    audience text NOT NULL CHECK (audience IN ('customer', 'staff')),
    locale text NOT NULL,
    kinds text[] NOT NULL DEFAULT '{}',
    skills text[] NOT NULL DEFAULT '{}',
    updated date NOT NULL,
    content_hash text NOT NULL,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector(CASE split_part(lower(locale), '-', 1)
            WHEN 'de' THEN 'german'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            ELSE 'english'::regconfig END, title), 'A')
        || setweight(to_tsvector(CASE split_part(lower(locale), '-', 1)
            WHEN 'de' THEN 'german'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            ELSE 'english'::regconfig END, text), 'B')
    ) STORED,
    embedding vector(384) NOT NULL
);
CREATE INDEX articles_search ON articles USING gin (search);
CREATE INDEX articles_embedding ON articles USING hnsw (embedding vector_cosine_ops);
CREATE INDEX articles_kinds ON articles USING gin (kinds);

-- migrate: rollback
DROP TABLE articles, policy_activations, policies, ai_switch, handoffs, notes, drafts, decisions,
    events, conversations, api_keys, login_attempts, sessions, staff, contacts, customers;
DROP FUNCTION micros, like_pattern;
