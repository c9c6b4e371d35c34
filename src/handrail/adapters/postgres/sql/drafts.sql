-- name: add_backing
INSERT INTO draft_backings SELECT * FROM jsonb_populate_record(NULL::draft_backings, $1)

-- name: backing
SELECT * FROM draft_backings WHERE draft_id = $1

-- name: note_shown
INSERT INTO draft_views (draft_id, staff_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: shown_at
SELECT min(at) FROM draft_views WHERE draft_id = $1 AND ($2::uuid IS NULL OR staff_id = $2)

-- name: choose
INSERT INTO draft_choices SELECT * FROM jsonb_populate_record(NULL::draft_choices, $1)
ON CONFLICT (draft_id, staff_id) DO NOTHING

-- name: chosen
SELECT * FROM draft_choices WHERE draft_id = $1 AND staff_id = $2

-- name: keep_deed
UPDATE draft_choices SET did = $3 WHERE draft_id = $1 AND staff_id = $2

-- name: open_claim
INSERT INTO claim_openings (draft_id, staff_id, place, at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING

-- name: opened
SELECT place FROM claim_openings WHERE draft_id = $1 AND staff_id = $2

-- name: add_draft_use
INSERT INTO draft_uses SELECT * FROM jsonb_populate_record(NULL::draft_uses, $1)

-- name: draft_uses
-- Replies to a review have no counterpart without a draft: its seconds are in neither median's other side.
SELECT kind,
    count(*) AS replies,
    count(*) FILTER (WHERE used <> 'none') AS shown,
    count(*) FILTER (WHERE used = 'sent') AS sent,
    count(*) FILTER (WHERE used = 'edited') AS edited,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY distance) FILTER (WHERE distance IS NOT NULL)
        AS distance,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY kept) FILTER (WHERE kept IS NOT NULL) AS kept,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (
        WHERE used IN ('sent', 'edited') AND purpose = 'suggestion') AS seconds_with,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE used = 'none')
        AS seconds_without
FROM draft_uses WHERE at >= $1
GROUP BY kind ORDER BY count(*) DESC, kind

-- name: choices_changed
SELECT count(*) AS deeds, count(*) FILTER (WHERE did <> choice) AS changed
FROM draft_choices WHERE at >= $1 AND did IS NOT NULL

-- name: accept_spans
-- A wrap-up is of the kind of its weightiest reason. The empty grouping is the row of all kinds.
WITH accepted AS (
    SELECT 'wrap_up' AS prepared, coalesce(reasons -> 0 ->> 'value', '') AS kind,
        amended <> '{}' AS amended, extract(epoch FROM accepted_at - shown_at)::float8 AS seconds
    FROM wrap_ups WHERE accepted_at >= $1 AND accepted_at < $2
    UNION ALL
    SELECT 'draft', kind, used = 'edited', seconds
    FROM draft_uses WHERE used IN ('sent', 'edited') AND at >= $1 AND at < $2
)
SELECT prepared, kind, count(*) AS accepted, count(*) FILTER (WHERE amended) AS amended,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY seconds) AS lower_s,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median_s,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY seconds) AS upper_s
FROM accepted
GROUP BY GROUPING SETS ((prepared), (prepared, kind))
ORDER BY prepared DESC, kind IS NOT NULL, count(*) DESC, kind
