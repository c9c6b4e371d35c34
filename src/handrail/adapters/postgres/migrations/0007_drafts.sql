-- Drafts: what they rest on, what staff did with them, and conversations that staff solved
-- depends: 0006_wrap_up

-- migrate: apply
ALTER TABLE drafts DROP CONSTRAINT drafts_ended_check;
ALTER TABLE drafts ADD CONSTRAINT drafts_ended_check CHECK (
    ended IN ('sent', 'edited', 'taken_over', 'lapsed', 'superseded', 'dismissed', 'refused'));

CREATE TABLE draft_backings (
    draft_id uuid PRIMARY KEY REFERENCES drafts ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('review', 'suggestion')),
    kind text NOT NULL,
    tier text NOT NULL CHECK (tier IN ('low', 'medium', 'high')),
    how text NOT NULL,
    locale text NOT NULL,
    claims jsonb NOT NULL,
    verify_first boolean NOT NULL
);

CREATE TABLE draft_views (
    draft_id uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    staff_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (draft_id, staff_id)
);

CREATE TABLE draft_choices (
    draft_id uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    staff_id uuid NOT NULL,
    choice text NOT NULL CHECK (choice IN ('send', 'amend', 'take_over', 'refuse')),
    at timestamptz NOT NULL,
    reason text NOT NULL DEFAULT '',
    did text CHECK (did IN ('send', 'amend', 'take_over', 'refuse')),
    PRIMARY KEY (draft_id, staff_id)
);
CREATE INDEX draft_choices_by_time ON draft_choices (at) WHERE did IS NOT NULL;

CREATE TABLE claim_openings (
    draft_id uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    staff_id uuid NOT NULL,
    place integer NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (draft_id, staff_id, place)
);

-- No column names a person, so that nobody can be measured by it.
CREATE TABLE draft_uses (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('review', 'suggestion', 'own')),
    used text NOT NULL CHECK (used IN ('sent', 'edited', 'ignored', 'none')),
    seconds double precision NOT NULL CHECK (seconds >= 0),
    distance double precision CHECK (distance BETWEEN 0 AND 1),
    kept double precision CHECK (kept BETWEEN 0 AND 1)
);
CREATE INDEX draft_uses_by_time ON draft_uses (at);

CREATE TABLE solved_conversations (
    conversation_id uuid PRIMARY KEY REFERENCES conversations ON DELETE CASCADE,
    kind text NOT NULL,
    locale text NOT NULL,
    asked text NOT NULL,
    answer text NOT NULL,
    answered_seq integer NOT NULL,
    answered_by text NOT NULL,
    closed_at timestamptz NOT NULL,
    said_solved boolean NOT NULL,
    restricted boolean NOT NULL,
    skills text[] NOT NULL DEFAULT '{}',
    model text NOT NULL,
    embedding vector(384) NOT NULL
);
COMMENT ON COLUMN solved_conversations.asked IS 'without the personal data of who asked';
COMMENT ON COLUMN solved_conversations.restricted IS
    'only staff with one of these skills may read it, and nobody where there are none';
COMMENT ON COLUMN solved_conversations.model IS 'whose vectors these are; those of others are not compared';
CREATE INDEX solved_embedding ON solved_conversations USING hnsw (embedding vector_cosine_ops);

CREATE TABLE solved_backfills (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    model text NOT NULL,
    last_id uuid,
    looked_at integer NOT NULL DEFAULT 0,
    kept integer NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL,
    finished_at timestamptz
);

-- migrate: rollback
DROP TABLE solved_backfills, solved_conversations, draft_uses, claim_openings, draft_choices,
    draft_views, draft_backings;
ALTER TABLE drafts DROP CONSTRAINT drafts_ended_check;
ALTER TABLE drafts ADD CONSTRAINT drafts_ended_check CHECK (
    ended IN ('sent', 'edited', 'taken_over', 'lapsed', 'superseded'));
