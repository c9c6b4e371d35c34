-- Work: jobs that rows carry from one process to another
-- depends: 0001_desk

-- migrate: apply
CREATE TABLE jobs (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    line text NOT NULL,
    conversation_id uuid,
    about text,
    due timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts integer NOT NULL DEFAULT 0,
    leased_by uuid,
    leased_until timestamptz,
    failed_at timestamptz,
    error text,
    CHECK ((leased_by IS NULL) = (leased_until IS NULL))
) WITH (fillfactor = 70);
COMMENT ON COLUMN jobs.line IS 'jobs of one line run one at a time, in the order they are due';
COMMENT ON COLUMN jobs.leased_until IS 'when another worker may take it over, unless renewed';
CREATE INDEX jobs_by_due ON jobs (due, id) WHERE failed_at IS NULL;
CREATE INDEX jobs_by_line ON jobs (line, due, id) WHERE failed_at IS NULL;

-- migrate: rollback
DROP TABLE jobs;
