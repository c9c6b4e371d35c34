-- name: add_handoff
INSERT INTO handoffs SELECT * FROM jsonb_populate_record(NULL::handoffs, $1)

-- name: save_handoff
UPDATE handoffs SET rule = new.rule, reason = new.reason, prefer = new.prefer, state = new.state,
    urgency = new.urgency, skills = new.skills, note = new.note, offered_to = new.offered_to,
    offer_expires_at = new.offer_expires_at, passed_on = new.passed_on,
    callback_at = new.callback_at, accepted_by = new.accepted_by, accepted_at = new.accepted_at,
    ended_at = new.ended_at
FROM jsonb_populate_record(NULL::handoffs, $1) AS new
WHERE handoffs.id = new.id

-- name: current_handoff
SELECT * FROM handoffs
WHERE conversation_id = $1 AND state NOT IN ('handed_back', 'closed', 'withdrawn')

-- name: lock_queue
SELECT pg_advisory_xact_lock(hashtext('handrail.queue'))

-- name: queue
SELECT * FROM handoffs WHERE state IN ('queued', 'offered') ORDER BY urgency DESC, requested_at, id

-- name: place_in_line
SELECT (
    SELECT count(*) FROM handoffs AS other
    WHERE other.state IN ('queued', 'offered') AND other.id <> mine.id
        AND (-other.urgency, other.requested_at, other.id)
            < (-mine.urgency, mine.requested_at, mine.id)
) + 1
FROM handoffs AS mine WHERE mine.id = $1

-- name: recent_waits
SELECT extract(epoch FROM accepted_at - requested_at)::double precision
FROM handoffs WHERE accepted_at >= $1 AND prefer = 'now'
ORDER BY accepted_at DESC LIMIT $2

-- name: on_duty
SELECT staff.id AS staff_id, name, skills, capacity,
    (SELECT count(*) FROM conversations WHERE staff_id = staff.id)
        + (SELECT count(*) FROM handoffs WHERE offered_to = staff.id) AS load,
    greatest(available_since, (
        SELECT max(coalesce(ended_at, accepted_at)) FROM handoffs WHERE accepted_by = staff.id
    )) AS idle_since
FROM staff
WHERE available_since IS NOT NULL AND disabled_at IS NULL AND seen_at > now() - $1::interval
ORDER BY staff.id

-- name: staff
SELECT id, email, name, roles, skills, capacity, locale, available_since IS NOT NULL AS available
FROM staff WHERE id = $1 AND disabled_at IS NULL

-- name: set_available
UPDATE staff SET seen_at = now(),
    available_since = CASE WHEN $2 THEN coalesce(available_since, now()) END
WHERE id = $1

-- name: ai_switch
SELECT stopped_at, stopped_by, reason FROM ai_switch

-- name: set_ai_switch
UPDATE ai_switch SET stopped_at = new.stopped_at, stopped_by = new.stopped_by, reason = new.reason
FROM jsonb_populate_record(NULL::ai_switch, $1) AS new
