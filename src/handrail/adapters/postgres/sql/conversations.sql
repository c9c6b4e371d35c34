-- name: open_conversation
INSERT INTO conversations (id, token_hash, channel, locale, customer_id, opened_at, state, lead,
    staff_id, ai_may, last_seq, asked_seq, answered_seq)
SELECT id, $2, channel, locale, customer_id, opened_at, state, lead,
    staff_id, ai_may, last_seq, asked_seq, answered_seq
FROM jsonb_populate_record(NULL::conversations, $1)

-- name: conversation
-- Locked: the first statement of whoever changes a conversation, so that nobody waits in a circle.
SELECT id, channel, locale, customer_id, opened_at, state, lead, staff_id, ai_may, last_seq,
    asked_seq, answered_seq
FROM conversations WHERE id = $1 FOR NO KEY UPDATE

-- name: save_conversation
UPDATE conversations SET channel = new.channel, locale = new.locale, customer_id = new.customer_id,
    state = new.state, lead = new.lead, staff_id = new.staff_id, ai_may = new.ai_may,
    answered_seq = new.answered_seq, changed_at = clock_timestamp()
FROM jsonb_populate_record(NULL::conversations, $1) AS new
WHERE conversations.id = new.id

-- name: post_message
-- One statement: token checked, conversation moved on, message kept, its turn's job deferred.
WITH known AS (
    SELECT seq FROM events WHERE conversation_id = $1 AND client_id = $3
), moved AS (
    UPDATE conversations SET
        last_seq = last_seq + 1,
        asked_seq = last_seq + 1,
        state = CASE state WHEN 'closed' THEN 'ai' ELSE state END,
        lead = CASE state WHEN 'closed' THEN 'AI' ELSE lead END,
        changed_at = clock_timestamp()
    WHERE id = $1 AND token_hash = $2 AND NOT EXISTS (SELECT FROM known)
    RETURNING last_seq AS seq, state <> 'person' AS has_turn -- else a draft for who leads
), kept AS (
    INSERT INTO events (conversation_id, seq, at, kind, speaker, text, client_id, data)
    SELECT $1, seq, $5, 'message', 'customer', $4, $3, jsonb_build_object('client_id', $3)
    FROM moved
), job AS (
    INSERT INTO jobs (kind, line, conversation_id)
    SELECT CASE WHEN has_turn THEN 'take_turn' ELSE 'prepare_draft' END, $1::text, $1 FROM moved
)
SELECT seq, true AS fresh FROM moved
UNION ALL
SELECT seq, false FROM known
WHERE EXISTS (SELECT FROM conversations WHERE id = $1 AND token_hash = $2)

-- name: append
WITH moved AS (
    UPDATE conversations SET last_seq = last_seq + jsonb_array_length($2),
        changed_at = clock_timestamp()
    WHERE id = $1
    RETURNING last_seq - jsonb_array_length($2) AS before
)
INSERT INTO events (conversation_id, seq, at, kind, speaker, text, made_by, staff_name, client_id,
    data)
SELECT $1, before + place, now(), draft->>'kind', draft->>'speaker', draft->>'text',
    draft->'provenance'->>'made_by', draft->'provenance'->>'staff_name',
    (draft->'data'->>'client_id')::uuid, draft->'data'
FROM moved, jsonb_array_elements($2) WITH ORDINALITY AS drafts(draft, place)
ORDER BY place
RETURNING seq, at, kind, speaker, text, made_by, staff_name, data

-- name: events
SELECT seq, at, kind, speaker, text, made_by, staff_name, data
FROM events WHERE conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT $3

-- name: message_by_client_id
SELECT seq, at, kind, speaker, text, made_by, staff_name, data
FROM events WHERE conversation_id = $1 AND client_id = $2

-- name: add_decision
INSERT INTO decisions SELECT * FROM jsonb_populate_record(NULL::decisions, $1)

-- name: decisions
SELECT * FROM decisions WHERE conversation_id = $1 ORDER BY turn_seq, at

-- name: add_draft
INSERT INTO drafts SELECT * FROM jsonb_populate_record(NULL::drafts, $1)

-- name: open_draft
SELECT * FROM drafts WHERE conversation_id = $1 AND ended IS NULL

-- name: end_draft
UPDATE drafts SET ended = new.ended, ended_by = new.ended_by,
    ended_at = new.ended_at
FROM jsonb_populate_record(NULL::drafts, $1) AS new
WHERE drafts.id = new.id

-- name: add_note
INSERT INTO notes SELECT * FROM jsonb_populate_record(NULL::notes, $1)

-- name: notes
SELECT * FROM notes WHERE conversation_id = $1 ORDER BY at, id
