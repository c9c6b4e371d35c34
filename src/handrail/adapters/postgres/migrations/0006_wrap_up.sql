-- Beside the conversation: promises, wrap-ups, snippets and notices to staff
-- depends: 0005_tools

-- migrate: apply
CREATE TABLE promises (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    seq integer NOT NULL,
    text text NOT NULL,
    made_by text NOT NULL CHECK (made_by IN ('staff', 'ai')),
    made_at timestamptz NOT NULL,
    staff_id uuid REFERENCES staff,
    due_at timestamptz,
    due_words text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'late', 'kept', 'withdrawn')),
    confirmed_at timestamptz,
    confirmed_by uuid,
    late_at timestamptz,
    raised_at timestamptz,
    ended_at timestamptz,
    ended_by uuid,
    because text NOT NULL DEFAULT '',
    moved_from timestamptz[] NOT NULL DEFAULT '{}',
    CHECK ((state IN ('kept', 'withdrawn')) = (ended_at IS NOT NULL))
);
COMMENT ON COLUMN promises.staff_id IS 'who keeps it; null: the AI made it and nobody has confirmed it';
CREATE INDEX promises_of_conversation ON promises (conversation_id, seq);
CREATE INDEX promises_standing ON promises (coalesce(due_at, 'infinity'), id) WHERE ended_at IS NULL;
CREATE INDEX promises_of_staff ON promises (staff_id) WHERE ended_at IS NULL;
CREATE INDEX promises_ended ON promises (ended_at DESC, id) WHERE ended_at IS NOT NULL;

CREATE TABLE wrap_ups (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    from_seq integer NOT NULL,
    up_to_seq integer NOT NULL,
    made_at timestamptz NOT NULL,
    reasons jsonb NOT NULL,
    outcome jsonb NOT NULL,
    feeling jsonb NOT NULL,
    fields jsonb NOT NULL,
    shown_at timestamptz,
    accepted_at timestamptz,
    accepted_by uuid,
    amended text[] NOT NULL DEFAULT '{}',
    CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
    CHECK (accepted_at IS NULL OR accepted_at >= shown_at)
);
COMMENT ON COLUMN wrap_ups.shown_at IS 'when a person first saw it; the time to accept runs from here';
CREATE UNIQUE INDEX wrap_ups_one_open ON wrap_ups (conversation_id) WHERE accepted_at IS NULL;
CREATE INDEX wrap_ups_of_conversation ON wrap_ups (conversation_id, from_seq DESC);
CREATE INDEX wrap_ups_accepted ON wrap_ups (accepted_at) WHERE accepted_at IS NOT NULL;

CREATE TABLE snippets (
    id uuid PRIMARY KEY,
    owner_id uuid REFERENCES staff,
    name text NOT NULL,
    text text NOT NULL,
    locale text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL
);
COMMENT ON COLUMN snippets.owner_id IS 'null: shared by all staff';
CREATE UNIQUE INDEX snippets_by_name
    ON snippets (coalesce(owner_id, '00000000-0000-0000-0000-000000000000'), locale, lower(name));

CREATE TABLE staff_notices (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff,
    kind text NOT NULL CHECK (kind IN ('promise_due', 'promise_late', 'mention')),
    at timestamptz NOT NULL,
    text text NOT NULL,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    about text NOT NULL,
    from_name text NOT NULL DEFAULT '',
    read_at timestamptz,
    UNIQUE (staff_id, kind, about, at)
);
CREATE INDEX staff_notices_latest ON staff_notices (staff_id, at DESC, id);
CREATE INDEX staff_notices_unread ON staff_notices (staff_id) WHERE read_at IS NULL;

-- Titles by the beginnings of their words, for who types `#`.
CREATE INDEX articles_titles ON articles
    USING gin (to_tsvector('simple'::regconfig, title));

-- migrate: rollback
DROP INDEX articles_titles;
DROP TABLE staff_notices, snippets, wrap_ups, promises;
