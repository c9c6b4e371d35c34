-- name: add_import
INSERT INTO import_runs (id, source, settings, whole, started_by, started_at, state, reason, ended_at)
SELECT id, source, settings, whole, started_by, started_at, state, reason, ended_at
FROM jsonb_populate_record(NULL::import_runs, $1)

-- name: import_run
SELECT * FROM import_runs WHERE id = $1 FOR UPDATE

-- name: import_runs
SELECT * FROM import_runs ORDER BY started_at DESC, id LIMIT $1

-- name: open_import_of
SELECT * FROM import_runs WHERE source = $1 AND ended_at IS NULL
ORDER BY started_at DESC LIMIT 1 FOR UPDATE

-- name: known_files
SELECT path, content_hash FROM imported_files WHERE source = $1 AND path = ANY ($2::text[])

-- name: stage
WITH staged AS (
    INSERT INTO import_items (run_id, path, content, state)
    SELECT $1, path, content, state
    FROM unnest($2::text[], $3::bytea[], $4::text[]) AS item (path, content, state)
    ON CONFLICT DO NOTHING
    RETURNING state
)
UPDATE import_runs SET
    total = total + (SELECT count(*) FROM staged),
    unchanged = unchanged + (SELECT count(*) FROM staged WHERE state = 'unchanged')
WHERE id = $1

-- name: move_import
UPDATE import_runs SET state = $2, ended_at = $3, reason = $4 WHERE id = $1

-- name: drop_content
UPDATE import_items SET content = NULL WHERE run_id = $1 AND content IS NOT NULL

-- name: next_item
SELECT path, content FROM import_items WHERE run_id = $1 AND state = 'waiting' ORDER BY path LIMIT 1

-- name: end_item
WITH ended AS (
    UPDATE import_items SET state = $3, content = NULL
    WHERE run_id = $1 AND path = $2 AND state = 'waiting'
    RETURNING state
)
UPDATE import_runs SET
    kept = kept + (SELECT count(*) FROM ended WHERE state = 'kept'),
    unchanged = unchanged + (SELECT count(*) FROM ended WHERE state = 'unchanged'),
    failed = failed + (SELECT count(*) FROM ended WHERE state = 'failed'),
    articles = articles + $4,
    removed = removed + $5
WHERE id = $1 AND EXISTS (SELECT FROM ended)
RETURNING source

-- name: know_file
INSERT INTO imported_files (source, path, content_hash, read_at) VALUES ($1, $2, $3, now())
ON CONFLICT (source, path) DO UPDATE SET content_hash = excluded.content_hash, read_at = excluded.read_at

-- name: forget_file
DELETE FROM imported_files WHERE source = $1 AND path = $2

-- name: count_removed
UPDATE import_runs SET removed = removed + $2 WHERE id = $1

-- name: drop_vectors
DELETE FROM import_vectors WHERE run_id = $1

-- name: add_problems
INSERT INTO import_problems (run_id, path, place, reason, remedy)
SELECT $1, path, place, reason, remedy
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
    AS problem (path, place, reason, remedy, position)
WHERE NOT EXISTS (
    SELECT FROM import_problems AS there
    WHERE there.run_id = $1 AND there.path = problem.path AND there.place = problem.place
        AND there.reason = problem.reason
)
ORDER BY position

-- name: import_problems
SELECT path, place, reason, remedy FROM import_problems WHERE run_id = $1 ORDER BY id LIMIT $2

-- name: listed
SELECT path FROM import_items WHERE run_id = $1

-- name: keep_vectors
INSERT INTO import_vectors (run_id, content_hash, embedding) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING

-- name: kept_vectors
SELECT content_hash, embedding FROM import_vectors WHERE run_id = $1

-- name: import_items
SELECT path, state FROM import_items WHERE run_id = $1 ORDER BY path LIMIT $2

-- name: staged_size
SELECT coalesce(sum(octet_length(content)), 0)::bigint FROM import_items WHERE run_id = $1
