-- Undo: which call a call undoes, and each call undone once; calls that wait are found by their deadline
-- depends: 0011_playbooks

-- migrate: apply
ALTER TABLE tool_calls ADD COLUMN undoes uuid REFERENCES tool_calls ON DELETE CASCADE;
COMMENT ON COLUMN tool_calls.undoes IS 'the call that this one undoes';
CREATE UNIQUE INDEX tool_calls_undone_once ON tool_calls (undoes)
    WHERE state IN ('approved', 'running', 'done', 'unknown_outcome');
CREATE INDEX tool_calls_undoes ON tool_calls (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX tool_calls_waiting ON tool_calls (expires_at, id) WHERE state = 'awaiting_approval';

-- migrate: rollback
DROP INDEX tool_calls_waiting;
ALTER TABLE tool_calls DROP COLUMN undoes;
