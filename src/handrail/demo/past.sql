-- name: known
SELECT EXISTS (SELECT FROM samples WHERE basis = ANY($1::text[]))

-- name: staff
SELECT id FROM staff WHERE 'staff' = ANY(roles) ORDER BY email

-- name: customers
INSERT INTO customers SELECT * FROM jsonb_populate_recordset(NULL::customers, $1)

-- name: conversations
INSERT INTO conversations SELECT * FROM jsonb_populate_recordset(NULL::conversations, $1)

-- name: events
INSERT INTO events SELECT * FROM jsonb_populate_recordset(NULL::events, $1)

-- name: decisions
INSERT INTO decisions SELECT * FROM jsonb_populate_recordset(NULL::decisions, $1)

-- name: drafts
INSERT INTO drafts SELECT * FROM jsonb_populate_recordset(NULL::drafts, $1)

-- name: samples
INSERT INTO samples SELECT * FROM jsonb_populate_recordset(NULL::samples, $1)

-- name: judgements
INSERT INTO judgements SELECT * FROM jsonb_populate_recordset(NULL::judgements, $1)

-- name: handoffs
INSERT INTO handoffs SELECT * FROM jsonb_populate_recordset(NULL::handoffs, $1)
