-- Language models: what they took against a budget, and translations
-- depends: 0007_drafts

-- migrate: apply
CREATE TABLE model_budgets (
    scope text PRIMARY KEY,
    tokens bigint NOT NULL DEFAULT 0,
    micros bigint NOT NULL DEFAULT 0,
    ms bigint NOT NULL DEFAULT 0
);
COMMENT ON COLUMN model_budgets.scope IS 'day:2026-11-24 (UTC) or conversation:ID';
COMMENT ON COLUMN model_budgets.micros IS 'money in millionths of the currency''s unit';

-- No reference to the conversation: what was paid stays paid when a conversation is deleted.
CREATE TABLE model_calls (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    conversation_id uuid,
    purpose text NOT NULL,
    model text NOT NULL,
    most_tokens bigint NOT NULL,
    most_micros bigint NOT NULL,
    most_ms bigint NOT NULL,
    settled_at timestamptz,
    tokens_in bigint NOT NULL DEFAULT 0,
    tokens_out bigint NOT NULL DEFAULT 0,
    micros bigint NOT NULL DEFAULT 0,
    ms bigint NOT NULL DEFAULT 0,
    estimated boolean NOT NULL DEFAULT false,
    outcome text NOT NULL DEFAULT ''
);
COMMENT ON COLUMN model_calls.settled_at IS
    'null: under way, or its process died and the most it could take stays spent';
CREATE INDEX model_calls_by_time ON model_calls (at);

CREATE TABLE translations (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    seq integer,
    author_id uuid,
    original text NOT NULL,
    source text NOT NULL,
    target text NOT NULL,
    text text NOT NULL,
    by text NOT NULL,
    made_at timestamptz NOT NULL,
    CHECK (seq IS NOT NULL OR author_id IS NOT NULL),
    UNIQUE (conversation_id, seq, target)
);
COMMENT ON COLUMN translations.seq IS 'the message it translates; null: words of staff''s, not sent yet';

-- migrate: rollback
DROP TABLE translations, model_calls, model_budgets;
