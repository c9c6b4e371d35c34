-- name: defer_job
-- Never due before now, so that a job that runs stays the head of its line.
INSERT INTO jobs (kind, line, conversation_id, about, due)
VALUES ($1, coalesce($2::uuid::text, $1), $2, $3, greatest($4, clock_timestamp()))

-- name: defer_next
INSERT INTO jobs (kind, line, due)
SELECT $1::text, $1, $2::timestamptz
WHERE NOT EXISTS (SELECT FROM jobs WHERE kind = $1 AND failed_at IS NULL AND due > clock_timestamp())

-- name: claim
-- A job may run when it is due, the head of its line, and nobody holds a lease on it. The head is
-- looked up job by job (a scalar subquery): as a join, the planner reads the whole queue for it.
-- Attempts are counted here, so that a job that kills its worker counts too.
UPDATE jobs SET leased_by = $1, leased_until = now() + $2::interval, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM jobs AS job
    WHERE failed_at IS NULL AND due <= now() AND kind = ANY($4::text[])
        AND (leased_until IS NULL OR leased_until < now())
        AND id = (
            SELECT head.id FROM jobs AS head
            WHERE head.line = job.line AND head.failed_at IS NULL
            ORDER BY head.due, head.id LIMIT 1
        )
    ORDER BY due, id LIMIT $3
    FOR UPDATE SKIP LOCKED
)
RETURNING id, kind, conversation_id, about, attempts

-- name: finish
DELETE FROM jobs WHERE id = ANY($2::bigint[]) AND leased_by = $1

-- name: renew
UPDATE jobs SET leased_until = clock_timestamp() + $3::interval
WHERE id = ANY($2::bigint[]) AND leased_by = $1
RETURNING id

-- name: try_again
UPDATE jobs SET leased_by = NULL, leased_until = NULL, attempts = $3, error = $4,
    due = clock_timestamp() + $5::interval
WHERE id = $2 AND leased_by = $1

-- name: give_up
UPDATE jobs SET leased_by = NULL, leased_until = NULL, failed_at = clock_timestamp(), error = $3
WHERE id = $2 AND leased_by = $1

-- name: give_back
UPDATE jobs SET leased_by = NULL, leased_until = NULL, attempts = attempts - 1
WHERE leased_by = $1

-- name: forget
WITH failed AS (
    DELETE FROM jobs WHERE failed_at < now() - interval '7 days'
), ended AS (
    DELETE FROM sessions WHERE expires_at < now()
)
DELETE FROM login_attempts WHERE at < now() - interval '1 day'
