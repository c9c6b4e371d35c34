-- name: spent
-- In one round trip: the row is made where there is none, and locked where there is one.
INSERT INTO model_budgets (scope) VALUES ($1)
ON CONFLICT (scope) DO UPDATE SET scope = excluded.scope
RETURNING tokens, micros, ms

-- name: spend
UPDATE model_budgets SET tokens = tokens + $2, micros = micros + $3, ms = ms + $4 WHERE scope = $1

-- name: add_model_call
INSERT INTO model_calls (id, at, conversation_id, purpose, model, most_tokens, most_micros, most_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: model_call
SELECT * FROM model_calls WHERE id = $1 FOR UPDATE

-- name: settle_model_call
UPDATE model_calls SET settled_at = $2, tokens_in = $3, tokens_out = $4, micros = $5, ms = $6,
    estimated = $7, outcome = $8
WHERE id = $1

-- name: model_spending
-- A call that is not settled counts with the most it can take.
SELECT model, purpose, count(*) AS calls,
    count(*) FILTER (WHERE outcome NOT IN ('answered', 'left', '')) AS failed,
    sum(CASE WHEN settled_at IS NULL THEN most_tokens ELSE tokens_in + tokens_out END)::bigint
        AS tokens,
    sum(CASE WHEN settled_at IS NULL THEN most_micros ELSE micros END)::bigint AS micros,
    sum(CASE WHEN settled_at IS NULL THEN most_ms ELSE ms END)::bigint AS ms,
    count(*) FILTER (WHERE estimated) AS estimated
FROM model_calls
WHERE at >= $1::date::timestamp AT TIME ZONE 'UTC'
    AND at < ($1::date + 1)::timestamp AT TIME ZONE 'UTC'
GROUP BY model, purpose
ORDER BY tokens DESC, model, purpose

-- name: add_translation
INSERT INTO translations SELECT * FROM jsonb_populate_record(NULL::translations, $1)
ON CONFLICT (conversation_id, seq, target) DO UPDATE SET id = excluded.id,
    author_id = excluded.author_id, original = excluded.original, source = excluded.source,
    text = excluded.text, by = excluded.by, made_at = excluded.made_at

-- name: translation
SELECT * FROM translations WHERE id = $1

-- name: translations
SELECT * FROM translations WHERE conversation_id = $1 AND seq IS NOT NULL ORDER BY seq, target
