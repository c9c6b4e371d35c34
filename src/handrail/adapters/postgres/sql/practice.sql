-- name: keep_moves
INSERT INTO solved_moves (conversation_id, playbook, moves) VALUES ($1, $2, $3)
ON CONFLICT (conversation_id) DO UPDATE SET playbook = excluded.playbook, moves = excluded.moves

-- name: stories
SELECT solved.conversation_id, told.moves,
    CASE WHEN solved.restricted THEN solved.skills ELSE '{}' END AS skills
FROM solved_moves AS told
    JOIN solved_conversations AS solved USING (conversation_id)
    JOIN conversations AS c ON c.id = solved.conversation_id
WHERE told.playbook = $1 AND c.state = 'closed'
    AND NOT (solved.restricted AND solved.skills = '{}')
ORDER BY solved.closed_at DESC, solved.conversation_id LIMIT $2

-- name: want_practice
INSERT INTO practices_wanted (playbook, due) VALUES ($1, $2)
ON CONFLICT (playbook) DO UPDATE SET due = excluded.due WHERE practices_wanted.due > excluded.due

-- name: practice_due
DELETE FROM practices_wanted WHERE playbook = $1 AND due <= $2

-- name: version
SELECT coalesce(max(version), 0) FROM practices WHERE playbook = $1

-- name: forget_practices
DELETE FROM practices WHERE playbook = $1

-- name: save_practice
INSERT INTO practices (playbook, skills, version, learnt_at, conversations, after, heard)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: practices
SELECT conversations, after, heard FROM practices
WHERE playbook = $1 AND (skills = '{}' OR skills && $2::text[])
ORDER BY skills
