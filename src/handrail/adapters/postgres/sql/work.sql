-- name: defer_job
INSERT INTO jobs (kind, line, conversation_id, about, due)
VALUES ($1, coalesce($2::uuid::text, $1), $2, $3, coalesce($4, clock_timestamp()))

-- name: claim
-- A job is free when it is due, nobody holds a lease on it, and its line is free: none of the line
-- runs, none was due before it. Counting attempts here makes one that kills its worker count too.
UPDATE jobs SET leased_by = $1, leased_until = clock_timestamp() + $2::interval,
    attempts = attempts + 1
WHERE id IN (
    SELECT id FROM jobs AS job
    WHERE failed_at IS NULL AND due <= clock_timestamp() AND kind = ANY($4::text[])
        AND (leased_until IS NULL OR leased_until < clock_timestamp())
        AND NOT EXISTS (
            SELECT FROM jobs AS other
            WHERE other.line = job.line AND other.failed_at IS NULL AND other.id <> job.id AND (
                other.leased_until >= clock_timestamp()
                OR (other.due <= clock_timestamp() AND (other.due, other.id) < (job.due, job.id))
            )
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

-- name: forget_failed
DELETE FROM jobs WHERE failed_at < clock_timestamp() - interval '7 days'
