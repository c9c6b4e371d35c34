-- Tools: every call with its arguments, steps and outcome, and whose conversations are identified
-- depends: 0004_knowledge

-- migrate: apply
ALTER TABLE decisions DROP CONSTRAINT decisions_outcome_check;
ALTER TABLE decisions ADD CONSTRAINT decisions_outcome_check CHECK (
    outcome IN ('answered', 'did_not_know', 'review', 'handed_off', 'superseded', 'tool'));

CREATE TABLE identified (
    conversation_id uuid PRIMARY KEY REFERENCES conversations ON DELETE CASCADE,
    at timestamptz NOT NULL,
    by text NOT NULL
);
COMMENT ON TABLE identified IS 'conversations whose customer is known for sure, and by what';

CREATE TABLE tool_calls (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    customer_id uuid NOT NULL REFERENCES customers ON DELETE CASCADE,
    tool text NOT NULL,
    arguments jsonb NOT NULL,
    asked_by text NOT NULL,
    idempotency_key text NOT NULL UNIQUE,
    state text NOT NULL CHECK (state IN ('proposed', 'awaiting_confirmation', 'awaiting_approval',
        'approved', 'running', 'done', 'failed', 'refused', 'lapsed', 'unknown_outcome')),
    policy_version text NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    kind_probability double precision NOT NULL CHECK (kind_probability BETWEEN 0 AND 1),
    turn_seq integer NOT NULL,
    said_seq integer,
    asking text,
    options jsonb NOT NULL,
    labels jsonb NOT NULL,
    reviewed boolean NOT NULL,
    confirmed_at timestamptz,
    approved_by text,
    proposed jsonb,
    expires_at timestamptz,
    effect text NOT NULL,
    outcome text NOT NULL,
    output jsonb NOT NULL,
    steps jsonb NOT NULL
);
COMMENT ON COLUMN tool_calls.idempotency_key IS 'the same at every attempt, so that a server can tell';
COMMENT ON COLUMN tool_calls.proposed IS 'the arguments before a person amended them';
CREATE INDEX tool_calls_of_conversation ON tool_calls (conversation_id, at, id);
CREATE INDEX tool_calls_of_customer ON tool_calls (customer_id, at);
CREATE INDEX tool_calls_by_time ON tool_calls ((-micros(at)), id);
CREATE INDEX tool_calls_open ON tool_calls (conversation_id)
    WHERE state IN ('proposed', 'awaiting_confirmation', 'awaiting_approval', 'approved', 'running');

-- migrate: rollback
DROP TABLE tool_calls, identified;
