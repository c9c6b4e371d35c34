-- name: lock_gaps
LOCK TABLE gap_questions IN SHARE ROW EXCLUSIVE MODE

-- name: question
-- A question is all that the customer wrote since the last word of anybody else.
SELECT d.id AS decision_id, d.conversation_id, d.turn_seq, d.at, d.kind,
    split_part(lower(coalesce(d.scores->>'language', c.locale)), '-', 1) AS locale,
    coalesce((
        SELECT string_agg(e.text, E'\n' ORDER BY e.seq) FROM events AS e
        WHERE e.conversation_id = d.conversation_id AND e.kind = 'message'
            AND e.speaker = 'customer' AND e.seq <= d.turn_seq AND e.seq > coalesce((
                SELECT max(seq) FROM events
                WHERE conversation_id = d.conversation_id AND kind = 'message'
                    AND speaker <> 'customer' AND seq < d.turn_seq
            ), 0)
    ), '') AS text,
    coalesce((d.scores->>'sentiment')::double precision, 0) AS sentiment,
    coalesce((d.evidence->>'repeated')::boolean, false) AS repeated,
    EXISTS (
        SELECT FROM handoffs AS h
        WHERE h.conversation_id = d.conversation_id AND h.requested_at >= d.at
    ) OR d.outcome = 'handed_off' AS handed_off
FROM decisions AS d JOIN conversations AS c ON c.id = d.conversation_id

-- name: unanswered
{question}
WHERE (d.outcome = 'did_not_know' OR d.rule = 'no-article')
    AND NOT EXISTS (SELECT FROM gap_questions WHERE decision_id = d.id)
ORDER BY d.at, d.id LIMIT $1

-- name: gaps
SELECT * FROM gaps WHERE state = ANY ($1::text[]) ORDER BY opened_at, id

-- name: gap
SELECT * FROM gaps WHERE id = $1 FOR UPDATE

-- name: keep_gap
INSERT INTO gaps SELECT * FROM jsonb_populate_record(NULL::gaps, $1)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title,
    draft = excluded.draft, centre = excluded.centre, model = excluded.model,
    state = excluded.state, edited_by = excluded.edited_by, edited_at = excluded.edited_at,
    decided_by = excluded.decided_by, decided_at = excluded.decided_at,
    because = excluded.because, slug = excluded.slug, told_at = excluded.told_at

-- name: put_in_gap
INSERT INTO gap_questions (decision_id, gap_id) SELECT id, $1 FROM unnest($2::uuid[]) AS id
ON CONFLICT (decision_id) DO NOTHING

-- name: gap_questions
{question}
JOIN gap_questions AS q ON q.decision_id = d.id
WHERE q.gap_id = $1 ORDER BY d.at DESC, d.id LIMIT $2

-- name: staff_answers
-- After the question, and after a person had joined: staff messages of the same conversation.
SELECT e.conversation_id, e.text
FROM (
    SELECT d.conversation_id, min(d.turn_seq) AS asked, max(d.at) AS at
    FROM gap_questions AS q JOIN decisions AS d ON d.id = q.decision_id
    WHERE q.gap_id = $1 GROUP BY d.conversation_id ORDER BY max(d.at) DESC, d.conversation_id LIMIT $2
) AS asked
JOIN events AS e ON e.conversation_id = asked.conversation_id AND e.seq > asked.asked
WHERE e.kind = 'message' AND e.speaker = 'staff' AND e.text IS NOT NULL
ORDER BY asked.at DESC, e.conversation_id, e.seq

-- name: gap_lines
WITH asked AS (
    {question}
    WHERE EXISTS (SELECT FROM gap_questions WHERE decision_id = d.id)
)
SELECT gaps.*, count(asked.decision_id) AS questions,
    coalesce(sum(greatest(-asked.sentiment, 0)), 0) AS unhappy,
    count(*) FILTER (WHERE asked.repeated) AS repeated,
    count(*) FILTER (WHERE asked.handed_off) AS handed_off
FROM gaps
LEFT JOIN gap_questions AS q ON q.gap_id = gaps.id
LEFT JOIN asked ON asked.decision_id = q.decision_id
WHERE gaps.state = $1
GROUP BY gaps.id

-- name: count_unanswered
SELECT count(*) FROM decisions AS d
WHERE (d.outcome = 'did_not_know' OR d.rule = 'no-article')
    AND NOT EXISTS (SELECT FROM gap_questions WHERE decision_id = d.id)

-- name: keep_gap_search
INSERT INTO gap_searches SELECT * FROM jsonb_populate_record(NULL::gap_searches, $1)
ON CONFLICT (id) DO UPDATE SET moved_at = excluded.moved_at, ended_at = excluded.ended_at,
    waiting = excluded.waiting, sorted_in = excluded.sorted_in

-- name: latest_gap_search
SELECT * FROM gap_searches ORDER BY started_at DESC, id LIMIT 1
