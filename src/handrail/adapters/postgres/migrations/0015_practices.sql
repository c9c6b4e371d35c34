-- Practices: what staff did next in solved conversations, and what was learnt of it
-- depends: 0014_word_weights

-- migrate: apply
CREATE TABLE solved_moves (
    conversation_id uuid PRIMARY KEY REFERENCES solved_conversations ON DELETE CASCADE,
    playbook text NOT NULL,
    moves jsonb NOT NULL
);
CREATE INDEX solved_moves_of_playbook ON solved_moves (playbook);
COMMENT ON COLUMN solved_moves.moves IS
    'steps, and the words before each without order, figures and the personal data of who wrote';

CREATE TABLE practices (
    playbook text NOT NULL,
    skills text[] NOT NULL,
    version integer NOT NULL,
    learnt_at timestamptz NOT NULL,
    conversations integer NOT NULL,
    after jsonb NOT NULL,
    heard jsonb NOT NULL,
    PRIMARY KEY (playbook, skills)
);
COMMENT ON TABLE practices IS 'sums over solved conversations; learnt anew as a whole, so what is erased leaves';
COMMENT ON COLUMN practices.skills IS 'staff with one of these may use it; everybody where there are none';

CREATE TABLE practices_wanted (
    playbook text PRIMARY KEY,
    due timestamptz NOT NULL
);

-- migrate: rollback
DROP TABLE practices_wanted, practices, solved_moves;
