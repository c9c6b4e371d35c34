-- Playbooks: steps that people ticked by hand, and ticks that they took away
-- depends: 0010_gaps

-- migrate: apply
CREATE TABLE step_marks (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    playbook text NOT NULL,
    step text NOT NULL,
    done boolean NOT NULL,
    staff_id uuid NOT NULL,
    staff_name text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX step_marks_of_conversation ON step_marks (conversation_id, id);
COMMENT ON TABLE step_marks IS 'only grows: the last mark on a step counts, those before it are its record';

-- migrate: rollback
DROP TABLE step_marks;
