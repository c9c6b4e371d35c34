-- name: add_staff
INSERT INTO staff (id, email, name, password_hash, roles, skills, capacity, locale)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING

-- name: accounts
SELECT id, email, name, roles, skills, capacity, locale,
    available_since IS NOT NULL AS available, created_at, disabled_at
FROM staff WHERE $1::uuid IS NULL OR id = $1
ORDER BY disabled_at IS NOT NULL, lower(name), id

-- name: change_staff
UPDATE staff SET
    name = coalesce($2, name),
    roles = coalesce($3, roles),
    skills = coalesce($4, skills),
    capacity = coalesce($5, capacity),
    locale = coalesce($6, locale),
    password_hash = coalesce($7, password_hash),
    disabled_at = CASE WHEN $8 THEN NULL WHEN NOT $8 THEN coalesce(disabled_at, now())
        ELSE disabled_at END,
    available_since = CASE WHEN NOT $8 THEN NULL ELSE available_since END
WHERE id = $1

-- name: sign_in
SELECT id AS staff_id, password_hash FROM staff
WHERE lower(email) = lower($1) AND disabled_at IS NULL

-- name: staff_by_email
SELECT id, email, name, roles, skills, capacity, locale, available_since IS NOT NULL AS available
FROM staff WHERE lower(email) = lower($1) AND disabled_at IS NULL

-- name: seen
UPDATE staff SET seen_at = now() WHERE id = ANY($1::uuid[]) AND disabled_at IS NULL

-- name: open_session
INSERT INTO sessions (token_hash, staff_id, expires_at) VALUES ($1, $2, now() + $3::interval)

-- name: session
-- The time of use is kept to the minute, so that reading a screen does not write each time.
WITH used AS (
    UPDATE sessions SET used_at = now()
    WHERE token_hash = $1 AND used_at < now() - interval '1 minute'
        AND used_at > now() - $2::interval AND expires_at > now()
)
SELECT staff.id, email, name, roles, skills, capacity, locale,
    available_since IS NOT NULL AS available
FROM sessions JOIN staff ON staff.id = sessions.staff_id
WHERE token_hash = $1 AND used_at > now() - $2::interval AND expires_at > now()
    AND disabled_at IS NULL

-- name: close_session
DELETE FROM sessions WHERE token_hash = $1

-- name: close_sessions_of
DELETE FROM sessions WHERE staff_id = $1

-- name: lock_attempts
SELECT pg_advisory_xact_lock(hashtext(key)) FROM (SELECT unnest($1::text[]) AS key ORDER BY 1) k

-- name: attempt
WITH recent AS (
    SELECT count(*) AS attempts, (array_agg(at ORDER BY at DESC))[$2] AS frees
    FROM login_attempts WHERE key = ANY($1::text[]) AND at > now() - $3::interval GROUP BY key
), refused AS (
    SELECT max(extract(epoch FROM frees + $3::interval - now()))::double precision AS wait_s
    FROM recent WHERE attempts >= $2
), counted AS (
    INSERT INTO login_attempts (key)
    SELECT unnest($1::text[]) FROM refused WHERE wait_s IS NULL
)
SELECT wait_s FROM refused

-- name: forget_attempts
DELETE FROM login_attempts WHERE key = ANY($1::text[])

-- name: add_api_key
INSERT INTO api_keys (id, name, key_hash, scopes, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: api_key
WITH used AS (
    UPDATE api_keys SET last_used_at = now()
    WHERE key_hash = $1 AND revoked_at IS NULL
        AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
)
SELECT id, name, scopes, created_at, last_used_at, revoked_at
FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL

-- name: api_keys
SELECT id, name, scopes, created_at, last_used_at, revoked_at
FROM api_keys ORDER BY revoked_at IS NOT NULL, created_at DESC, id

-- name: revoke_api_key
UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1
