-- Views give the ids of a list with the key that orders it, smallest first; $1 is who looks, $2 the
-- words to find; $3 and $4 are whom sealed conversations are kept from, and their skills. Times become microseconds, so that a cursor names a place exactly.

-- name: view_queue
SELECT c.id, micros(h.requested_at) - h.urgency * 10000000000000000 AS key
FROM conversations AS c
JOIN handoffs AS h ON h.conversation_id = c.id AND h.state IN ('requested', 'queued', 'offered')
WHERE c.state = 'queued' AND $1::uuid IS NOT NULL

-- name: view_mine
SELECT c.id, micros(coalesce((
    SELECT min(at) FROM events
    WHERE conversation_id = c.id AND seq > c.answered_seq AND speaker = 'customer'
), c.changed_at + interval '100 years')) AS key
FROM conversations AS c
WHERE c.staff_id = $1

-- name: view_reviews
-- A draft or a tool's call waits for a person, whichever ends first.
SELECT c.id, micros(waits.until) AS key
FROM conversations AS c CROSS JOIN LATERAL (
    SELECT min(expires_at) AS until FROM (
        SELECT expires_at FROM drafts WHERE conversation_id = c.id AND ended IS NULL
        UNION ALL
        SELECT expires_at FROM tool_calls
        WHERE conversation_id = c.id AND state = 'awaiting_approval'
    ) AS each_of_them
) AS waits
WHERE c.state = 'review' AND waits.until IS NOT NULL AND $1::uuid IS NOT NULL

-- name: view_callbacks
SELECT c.id, micros(h.callback_at) AS key
FROM conversations AS c JOIN handoffs AS h ON h.conversation_id = c.id AND h.state = 'callback'
WHERE c.state = 'callback' AND $1::uuid IS NOT NULL

-- name: view_ai
SELECT c.id, -micros(c.changed_at) AS key FROM conversations AS c
WHERE c.state = 'ai' AND $1::uuid IS NOT NULL

-- name: view_all
SELECT c.id, -micros(c.changed_at) AS key FROM conversations AS c
WHERE $1::uuid IS NOT NULL

-- name: view_closed
SELECT c.id, -micros(c.changed_at) AS key FROM conversations AS c
WHERE c.state = 'closed' AND $1::uuid IS NOT NULL

-- name: unsealed
AND c.id NOT IN (SELECT conversation_id FROM sealed_from($3::uuid, $4::text[]))

-- name: sealed
SELECT $3::uuid IN (SELECT conversation_id FROM sealed_from($1::uuid, $2::text[]))

-- name: search
AND ($2::text = c.id::text
    OR EXISTS (
        SELECT FROM customers WHERE customers.id = c.customer_id AND (
            customers.name ILIKE like_pattern($2) OR customers.email ILIKE like_pattern($2)
            OR customers.external_id = $2)
    )
    OR EXISTS (
        SELECT FROM events
        WHERE conversation_id = c.id AND kind = 'message' AND text ILIKE like_pattern($2)
    ))

-- name: no_search
AND $2::text IS NULL

-- name: count
SELECT count(*) FROM ({view}) AS seen

-- name: page
SELECT id, key FROM ({view}) AS seen
WHERE $5::bigint IS NULL OR (key, id) > ($5, $6::uuid)
ORDER BY key, id LIMIT $7

-- name: rows
WITH line AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY urgency DESC, requested_at, id) AS place
    FROM handoffs WHERE state IN ('queued', 'offered')
)
SELECT c.id, c.channel, c.locale, c.customer_id, c.opened_at, c.state, c.lead, c.staff_id, c.ai_may,
    c.last_seq, c.asked_seq, c.answered_seq,
    coalesce(said.text, any_event.text, '') AS last_text,
    coalesce(said.speaker, any_event.speaker, 'system') AS last_from,
    coalesce(said.at, any_event.at, c.opened_at) AS last_at,
    u.name AS customer_name, u.segment,
    s.name AS staff_name,
    d.tier, d.kind, (d.scores->>'sentiment')::double precision AS sentiment,
    CASE WHEN c.state = 'closed' THEN NULL
        WHEN h.state IN ('requested', 'queued', 'offered') THEN h.requested_at ELSE (
        SELECT min(at) FROM events
        WHERE conversation_id = c.id AND seq > c.answered_seq AND speaker = 'customer'
    ) END AS waiting_since,
    to_jsonb(h) AS handoff,
    h.offered_to AS offered_to_id, offered.name AS offered_to_name,
    line.place AS position
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place)
JOIN conversations AS c ON c.id = wanted.id
JOIN customers AS u ON u.id = c.customer_id
LEFT JOIN staff AS s ON s.id = c.staff_id
LEFT JOIN handoffs AS h ON h.conversation_id = c.id
    AND h.state NOT IN ('handed_back', 'closed', 'withdrawn')
LEFT JOIN staff AS offered ON offered.id = h.offered_to
LEFT JOIN line ON line.id = h.id
LEFT JOIN LATERAL (
    SELECT tier, kind, scores FROM decisions WHERE conversation_id = c.id
    ORDER BY turn_seq DESC, at DESC LIMIT 1
) AS d ON true
LEFT JOIN LATERAL (
    SELECT text, speaker, at FROM events WHERE conversation_id = c.id AND kind = 'message'
    ORDER BY seq DESC LIMIT 1
) AS said ON true
LEFT JOIN LATERAL (
    SELECT text, speaker, at FROM events WHERE conversation_id = c.id ORDER BY seq DESC LIMIT 1
) AS any_event ON true
ORDER BY wanted.place

-- name: counts
SELECT
    count(*) FILTER (WHERE state = 'queued') AS queued,
    (SELECT count(*) FROM handoffs WHERE offered_to = $1) AS offered_to_me,
    count(*) FILTER (WHERE staff_id = $1) AS mine,
    count(*) FILTER (WHERE state = 'review') AS reviews,
    count(*) FILTER (WHERE state = 'ai') AS ai,
    count(*) FILTER (WHERE state = 'callback') AS callbacks
FROM conversations WHERE state <> 'closed'

-- name: decisions
SELECT d.*, coalesce(e.text, '') AS text, micros(d.at) AS key
FROM decisions AS d
LEFT JOIN events AS e ON e.conversation_id = d.conversation_id AND e.seq = d.turn_seq
WHERE ($1::text = '' OR e.text ILIKE like_pattern($1) OR d.reason ILIKE like_pattern($1)
        OR d.conversation_id::text = $1)
    AND ($2::text = '' OR d.lead = $2)
    AND ($3::text = '' OR d.rule = $3)
    AND ($4::text = '' OR d.kind = $4)
    AND ($5::timestamptz IS NULL OR d.at < $5 OR (d.at = $5 AND d.id > $6::uuid))
    AND d.conversation_id NOT IN (SELECT conversation_id FROM sealed_from($8::uuid, $9::text[]))
ORDER BY d.at DESC, d.id LIMIT $7

-- name: leads
SELECT lead, count(*) AS conversations FROM conversations WHERE state <> 'closed' GROUP BY lead

-- name: loads
SELECT staff.id, name, skills, capacity,
    available_since IS NOT NULL AND seen_at > now() - $1::interval AS available,
    (SELECT count(*) FROM conversations WHERE staff_id = staff.id)
        + (SELECT count(*) FROM handoffs WHERE offered_to = staff.id) AS load
FROM staff WHERE disabled_at IS NULL ORDER BY lower(name), id

-- name: today
SELECT turns.*, handoffs.*
FROM (
    SELECT count(*) AS turns,
        count(*) FILTER (WHERE lead = 'AI') AS ai,
        count(*) FILTER (WHERE lead = 'REVIEW') AS review,
        count(*) FILTER (WHERE lead = 'PERSON') AS person
    FROM decisions WHERE at > now() - interval '24 hours'
) AS turns, (
    SELECT count(*) AS handoffs,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY wait_s) AS p50_wait_s,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY wait_s) AS p90_wait_s
    FROM (
        SELECT CASE WHEN prefer = 'now' THEN
            extract(epoch FROM accepted_at - requested_at)::double precision END AS wait_s
        FROM handoffs WHERE requested_at > now() - interval '24 hours'
    ) AS waits
) AS handoffs

-- name: demo_customers
SELECT external_id, coalesce(name, '') AS name, segment,
    (SELECT count(*) FROM contacts WHERE customer_id = customers.id) AS contacts
FROM customers WHERE external_id IS NOT NULL ORDER BY name, external_id LIMIT 50

-- name: token_is_known
SELECT EXISTS (SELECT FROM conversations WHERE token_hash = $1)

-- name: opens
SELECT EXISTS (SELECT FROM conversations WHERE id = $1 AND token_hash = $2)

-- name: exists
SELECT EXISTS (SELECT FROM conversations WHERE id = $1)

-- name: events
SELECT seq, at, kind, speaker, text, made_by, staff_name, data
FROM events WHERE conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
