-- Gaps: questions that found no article, drawn together into articles to write
-- depends: 0009_webhooks

-- migrate: apply
CREATE TABLE gaps (
    id uuid PRIMARY KEY,
    locale text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    draft text NOT NULL,
    centre real[] NOT NULL,
    model text NOT NULL,
    opened_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'published', 'dismissed')),
    edited_by text,
    edited_at timestamptz,
    decided_by text,
    decided_at timestamptz,
    because text NOT NULL DEFAULT '',
    slug text,
    CHECK ((edited_by IS NULL) = (edited_at IS NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK ((state = 'published') = (slug IS NOT NULL))
);
COMMENT ON COLUMN gaps.model IS 'what read the questions; their centre is read anew under another';
COMMENT ON COLUMN gaps.edited_by IS 'who last wrote title or draft; from then on they are left alone';

CREATE TABLE gap_questions (
    decision_id uuid PRIMARY KEY REFERENCES decisions ON DELETE CASCADE,
    gap_id uuid NOT NULL REFERENCES gaps ON DELETE CASCADE
);
COMMENT ON TABLE gap_questions IS 'the words stay with the conversation, and go with it';
CREATE INDEX gap_questions_of_gap ON gap_questions (gap_id);
CREATE INDEX decisions_unanswered ON decisions (at, id)
    WHERE outcome = 'did_not_know' OR rule = 'no-article';

ALTER TABLE decisions DROP CONSTRAINT decisions_outcome_check;
ALTER TABLE decisions ADD CONSTRAINT decisions_outcome_check CHECK (
    outcome IN ('answered', 'did_not_know', 'asked_back', 'review', 'handed_off', 'superseded', 'tool'));

-- migrate: rollback
UPDATE decisions SET outcome = 'did_not_know' WHERE outcome = 'asked_back';
ALTER TABLE decisions DROP CONSTRAINT decisions_outcome_check;
ALTER TABLE decisions ADD CONSTRAINT decisions_outcome_check CHECK (
    outcome IN ('answered', 'did_not_know', 'review', 'handed_off', 'superseded', 'tool'));
DROP INDEX decisions_unanswered;
DROP TABLE gap_questions, gaps;
