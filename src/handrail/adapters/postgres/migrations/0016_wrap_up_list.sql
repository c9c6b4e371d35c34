-- The wrap-up list: what a steward said of reasons, outcomes and fields, and who said what
-- depends: 0015_practices

-- migrate: apply
CREATE TABLE wrap_up_entries (
    part text NOT NULL CHECK (part IN ('reason', 'outcome', 'field')),
    name text NOT NULL,
    title jsonb NOT NULL,
    place integer NOT NULL,
    crm text NOT NULL DEFAULT '',
    type text CHECK (type IN ('text', 'number', 'amount')),
    source text CHECK (source IN ('kind', 'emotion', 'figure', 'customer', 'staff')),
    "of" text NOT NULL DEFAULT '',
    retired_at timestamptz,
    retired_by text NOT NULL DEFAULT '',
    PRIMARY KEY (part, name),
    CHECK ((part = 'field') = (type IS NOT NULL AND source IS NOT NULL))
);
COMMENT ON TABLE wrap_up_entries IS
    'beside the active policy''s own: these take their place by name; nothing is ever deleted';

CREATE TABLE wrap_up_changes (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    by_name text NOT NULL,
    part text NOT NULL,
    name text NOT NULL,
    did text NOT NULL CHECK (did IN ('added', 'changed', 'ordered', 'retired', 'brought_back')),
    before text NOT NULL DEFAULT '',
    after text NOT NULL DEFAULT ''
);
CREATE INDEX wrap_up_changes_latest ON wrap_up_changes (at DESC, id);

-- migrate: rollback
DROP TABLE wrap_up_changes, wrap_up_entries;
