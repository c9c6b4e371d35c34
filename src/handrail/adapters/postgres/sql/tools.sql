-- name: add_call
INSERT INTO tool_calls SELECT * FROM jsonb_populate_record(NULL::tool_calls, $1)
ON CONFLICT (id) DO NOTHING

-- name: save_call
UPDATE tool_calls SET arguments = new.arguments, state = new.state, turn_seq = new.turn_seq,
    said_seq = new.said_seq, asking = new.asking, options = new.options, labels = new.labels,
    reviewed = new.reviewed, confirmed_at = new.confirmed_at, approved_by = new.approved_by,
    proposed = new.proposed, expires_at = new.expires_at, effect = new.effect,
    outcome = new.outcome, output = new.output, steps = new.steps
FROM jsonb_populate_record(NULL::tool_calls, $1) AS new
WHERE tool_calls.id = new.id

-- name: call
SELECT * FROM tool_calls WHERE id = $1 FOR NO KEY UPDATE

-- name: conversation_of_call
SELECT conversation_id FROM tool_calls WHERE id = $1

-- name: open_calls
SELECT * FROM tool_calls
WHERE conversation_id = $1
    AND state IN ('proposed', 'awaiting_confirmation', 'awaiting_approval', 'approved', 'running')
ORDER BY at, id

-- name: calls
SELECT * FROM tool_calls WHERE conversation_id = $1 ORDER BY at, id LIMIT 1000

-- name: undos_of
SELECT * FROM tool_calls WHERE undoes = ANY ($1::uuid[]) ORDER BY at, id

-- name: waiting_calls
SELECT tool_calls.*, customers.name AS customer_name, 0 AS key
FROM tool_calls JOIN customers ON customers.id = tool_calls.customer_id
WHERE state = 'awaiting_approval'
ORDER BY expires_at NULLS LAST, tool_calls.id
LIMIT $1

-- name: count_waiting
SELECT count(*) FROM tool_calls WHERE state = 'awaiting_approval'

-- name: calls_of_customer
SELECT * FROM tool_calls WHERE customer_id = $1 AND at >= $2 ORDER BY at, id

-- name: find_calls
SELECT tool_calls.*, customers.name AS customer_name, -micros(tool_calls.at) AS key
FROM tool_calls JOIN customers ON customers.id = tool_calls.customer_id
WHERE ($1 = '' OR tool = $1)
    AND (cardinality($2::text[]) = 0 OR state = ANY ($2))
    AND ($3 = '' OR tool_calls.effect ILIKE like_pattern($3) OR tool_calls.outcome ILIKE like_pattern($3)
        OR customers.name ILIKE like_pattern($3) OR tool_calls.arguments::text ILIKE like_pattern($3)
        OR tool_calls.id::text = $3 OR tool_calls.conversation_id::text = $3)
    AND ($4::bigint IS NULL OR (-micros(tool_calls.at), tool_calls.id) > ($4, $5::uuid))
ORDER BY -micros(tool_calls.at), tool_calls.id
LIMIT $6

-- name: identify
INSERT INTO identified VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: identified_by
SELECT by FROM identified WHERE conversation_id = $1
