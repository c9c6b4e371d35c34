-- name: defer_job
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
    'work', $1, 0, coalesce($2::text, $1), NULL,
    jsonb_build_object('conversation_id', $2::text, 'about', $3::text), NULL
)::procrastinate_job_to_defer_v1])

-- name: set_timer
INSERT INTO timers (due, kind, conversation_id, about) VALUES ($1, $2, $3::text::uuid, $4)

-- name: ring_timers
-- One statement: a timer becomes a job or stays a timer, whatever is killed.
WITH rung AS (
    DELETE FROM timers WHERE id IN (
        SELECT id FROM timers WHERE due <= clock_timestamp() ORDER BY due LIMIT 100
        FOR UPDATE SKIP LOCKED
    ) RETURNING due, kind, conversation_id::text, about
), jobs AS (
    SELECT array_agg(ROW(
        'work', kind, 0, coalesce(conversation_id, kind), NULL,
        jsonb_build_object('conversation_id', conversation_id, 'about', about), NULL
    )::procrastinate_job_to_defer_v1 ORDER BY due) AS deferred
    FROM rung HAVING count(*) > 0
)
SELECT cardinality(procrastinate_defer_jobs_v1(deferred)) FROM jobs
