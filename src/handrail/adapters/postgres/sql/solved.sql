-- name: keep_solved
INSERT INTO solved_conversations (conversation_id, kind, locale, asked, answer, answered_seq,
    answered_by, closed_at, said_solved, restricted, skills, model, embedding)
SELECT conversation_id, kind, locale, asked, answer, answered_seq, answered_by, closed_at,
    said_solved, restricted, skills, $2, $3::text::vector
FROM jsonb_populate_record(NULL::solved_conversations, $1)
ON CONFLICT (conversation_id) DO UPDATE SET kind = excluded.kind, locale = excluded.locale,
    asked = excluded.asked, answer = excluded.answer, answered_seq = excluded.answered_seq,
    answered_by = excluded.answered_by, closed_at = excluded.closed_at,
    said_solved = excluded.said_solved, restricted = excluded.restricted, skills = excluded.skills,
    model = excluded.model, embedding = excluded.embedding

-- name: forget_solved
DELETE FROM solved_conversations WHERE conversation_id = $1

-- name: go_on_scanning
-- The approximate index goes on until enough pass the filters, so that what others may read does not
-- hide what this reader may.
SELECT set_config('hnsw.iterative_scan', 'strict_order', true)

-- name: similar
-- $1 vector, $2 whose it is, $3 the conversation left out, $4 language, $5 skills, $6 kind,
-- $7 how many candidates, $8 what the same kind adds to the likeness, $9 how many to give.
WITH near AS MATERIALIZED (
    SELECT solved.*, 1 - (embedding <=> $1::text::vector) AS likeness
    FROM solved_conversations AS solved
    WHERE model = $2 AND conversation_id <> $3 AND locale = $4
        AND (NOT restricted OR skills && $5::text[])
        AND EXISTS (
            SELECT FROM conversations AS c
            WHERE c.id = solved.conversation_id AND c.state = 'closed'
        )
    ORDER BY embedding <=> $1::text::vector
    LIMIT $7
)
SELECT conversation_id, kind, locale, asked, answer, answered_seq, answered_by, closed_at,
    said_solved, restricted, skills, likeness
FROM near
ORDER BY likeness + CASE WHEN kind = $6 THEN $8::double precision ELSE 0 END DESC, conversation_id
LIMIT $9

-- name: solved
SELECT conversation_id, kind, locale, asked, answer, answered_seq, answered_by, closed_at,
    said_solved, restricted, skills
FROM solved_conversations
WHERE conversation_id = $1 AND EXISTS (
    SELECT FROM conversations AS c WHERE c.id = conversation_id AND c.state = 'closed'
)

-- name: closed_after
SELECT id FROM conversations
WHERE state = 'closed' AND ($1::uuid IS NULL OR id > $1)
ORDER BY id LIMIT $2

-- name: backfill
SELECT model, started_at, last_id, looked_at, kept, finished_at FROM solved_backfills

-- name: save_backfill
INSERT INTO solved_backfills (model, started_at, last_id, looked_at, kept, finished_at)
SELECT model, started_at, last_id, looked_at, kept, finished_at
FROM jsonb_populate_record(NULL::solved_backfills, $1)
ON CONFLICT (id) DO UPDATE SET model = excluded.model, started_at = excluded.started_at,
    last_id = excluded.last_id, looked_at = excluded.looked_at, kept = excluded.kept,
    finished_at = excluded.finished_at
