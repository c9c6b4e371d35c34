-- Autonomy: answers drawn for review, judgements on them, certificates and their suspensions
-- depends: 0002_work

-- migrate: apply
ALTER TABLE decisions DROP CONSTRAINT decisions_rule_kind_check;
ALTER TABLE decisions ADD CONSTRAINT decisions_rule_kind_check CHECK (
    rule_kind IN ('switch', 'hard', 'policy', 'matrix', 'certificate', 'staffing'));
ALTER TABLE decisions ADD COLUMN confidence double precision NOT NULL DEFAULT 0
    CHECK (confidence BETWEEN 0 AND 1);
UPDATE decisions SET confidence = (scores->'kinds'->0->>'probability')::double precision
WHERE scores->'kinds'->0 IS NOT NULL;
ALTER TABLE decisions ADD COLUMN first_of_kind boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN decisions.first_of_kind IS
    'the AI had written nothing on this kind in this conversation: such turns are independent';
UPDATE decisions SET first_of_kind = false
WHERE EXISTS (
    SELECT FROM decisions AS earlier
    WHERE earlier.conversation_id = decisions.conversation_id AND earlier.kind = decisions.kind
        AND earlier.turn_seq < decisions.turn_seq AND earlier.outcome IN ('answered', 'review')
);
-- Everything that the autonomy page counts of a turn, so that no decision's evidence is read for it.
CREATE INDEX decisions_by_kind ON decisions (kind, at) INCLUDE (confidence, rule_kind, rule)
    WHERE first_of_kind;

CREATE TABLE samples (
    decision_id uuid PRIMARY KEY REFERENCES decisions ON DELETE CASCADE,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    turn_seq integer NOT NULL,
    kind text NOT NULL,
    confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    probability double precision NOT NULL CHECK (probability > 0 AND probability <= 1),
    drawn_at timestamptz NOT NULL,
    basis text NOT NULL,
    second_wanted boolean NOT NULL,
    reviewers integer NOT NULL DEFAULT 0,
    verdict text CHECK (verdict IN ('right', 'wrong', 'harmful', 'unclear')),
    judged_at timestamptz,
    CHECK ((verdict IS NULL) = (judged_at IS NULL))
);
COMMENT ON COLUMN samples.basis IS 'what the answer depended on; it counts while that is the same';
COMMENT ON COLUMN samples.reviewers IS 'how many of the staff have judged it';
COMMENT ON COLUMN samples.verdict IS 'what the judgements come to; null: nothing that counts yet';
CREATE INDEX samples_of_conversation ON samples (conversation_id, turn_seq);
CREATE INDEX samples_judged ON samples (kind, basis, drawn_at) WHERE verdict IS NOT NULL;
CREATE INDEX samples_of_basis ON samples (kind, basis, drawn_at);
CREATE INDEX samples_open ON samples (drawn_at, decision_id)
    WHERE reviewers = 0 OR (second_wanted AND reviewers = 1);
CREATE INDEX samples_reviewed ON samples (drawn_at DESC, decision_id) WHERE reviewers > 0;

CREATE TABLE judgements (
    id uuid PRIMARY KEY,
    decision_id uuid NOT NULL REFERENCES decisions ON DELETE CASCADE,
    by text NOT NULL CHECK (by IN ('staff', 'customer', 'case')),
    who text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('right', 'wrong', 'harmful', 'unclear')),
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    UNIQUE (decision_id, by, who)
);
CREATE INDEX judgements_by_time ON judgements (at) WHERE by = 'staff';

CREATE TABLE certificates (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    alpha double precision NOT NULL,
    delta double precision NOT NULL,
    threshold double precision NOT NULL,
    judged integer NOT NULL,
    errors integer NOT NULL,
    upper double precision NOT NULL,
    coverage double precision NOT NULL,
    window_from timestamptz NOT NULL,
    window_to timestamptz NOT NULL,
    signals_version text NOT NULL,
    policy_version text NOT NULL,
    basis text NOT NULL,
    issued_by text NOT NULL,
    issued_at timestamptz NOT NULL,
    valid_until timestamptz NOT NULL
);
CREATE INDEX certificates_of_kind ON certificates (kind, issued_at DESC, id);

CREATE TABLE suspensions (
    certificate_id uuid PRIMARY KEY REFERENCES certificates ON DELETE CASCADE,
    at timestamptz NOT NULL,
    by text NOT NULL,
    because text NOT NULL
);

-- migrate: rollback
DROP TABLE suspensions, certificates, judgements, samples;
DROP INDEX decisions_by_kind;
ALTER TABLE decisions DROP COLUMN confidence, DROP COLUMN first_of_kind;
