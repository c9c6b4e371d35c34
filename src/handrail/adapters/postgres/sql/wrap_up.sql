-- name: add_promise
INSERT INTO promises SELECT * FROM jsonb_populate_record(NULL::promises, $1)

-- name: save_promise
UPDATE promises SET staff_id = new.staff_id, due_at = new.due_at, state = new.state,
    confirmed_at = new.confirmed_at, confirmed_by = new.confirmed_by, late_at = new.late_at,
    raised_at = new.raised_at, ended_at = new.ended_at, ended_by = new.ended_by,
    because = new.because, moved_from = new.moved_from
FROM jsonb_populate_record(NULL::promises, $1) AS new
WHERE promises.id = new.id

-- name: promise
SELECT * FROM promises WHERE id = $1 FOR NO KEY UPDATE

-- name: promises
SELECT * FROM promises WHERE conversation_id = $1 ORDER BY seq, id

-- name: page_standing
-- `infinity` orders the promises without a time last; its place in a cursor is the largest number.
SELECT id, key FROM (
    SELECT id, coalesce(micros(due_at), 99999999999999999) AS key, staff_id FROM promises
    WHERE ended_at IS NULL AND staff_id IS NOT NULL
) AS standing
WHERE ($1::uuid IS NULL OR staff_id = $1)
    AND ($2::bigint IS NULL OR (key, id) > ($2, $3::uuid))
ORDER BY key, id LIMIT $4

-- name: page_ended
SELECT id, -micros(ended_at) AS key FROM promises
WHERE ended_at IS NOT NULL AND staff_id IS NOT NULL AND ($1::uuid IS NULL OR staff_id = $1)
    AND ($2::bigint IS NULL OR (-micros(ended_at), id) > ($2, $3::uuid))
ORDER BY ended_at DESC, id LIMIT $4

-- name: promise_views
SELECT to_jsonb(p) AS promise, staff.name AS staff_name, customers.name AS customer_name
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place)
JOIN promises AS p ON p.id = wanted.id
JOIN conversations AS c ON c.id = p.conversation_id
JOIN customers ON customers.id = c.customer_id
LEFT JOIN staff ON staff.id = p.staff_id
ORDER BY wanted.place

-- name: late_promises
SELECT count(*) FROM promises
WHERE ended_at IS NULL AND state = 'late' AND ($1::uuid IS NULL OR staff_id = $1)

-- name: latest_wrap_up
SELECT * FROM wrap_ups WHERE conversation_id = $1 ORDER BY from_seq DESC LIMIT 1 FOR NO KEY UPDATE

-- name: keep_wrap_up
INSERT INTO wrap_ups SELECT * FROM jsonb_populate_record(NULL::wrap_ups, $1)
ON CONFLICT (id) DO UPDATE SET up_to_seq = excluded.up_to_seq, made_at = excluded.made_at,
    reasons = excluded.reasons, outcome = excluded.outcome, feeling = excluded.feeling,
    fields = excluded.fields, shown_at = excluded.shown_at, accepted_at = excluded.accepted_at,
    accepted_by = excluded.accepted_by, amended = excluded.amended

-- name: accept_times
SELECT count(*) AS accepted, count(*) FILTER (WHERE amended <> '{}') AS amended,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM accepted_at - shown_at)) AS p50_s,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM accepted_at - shown_at)) AS p90_s
FROM wrap_ups WHERE accepted_at >= $1

-- name: lock_wrap_up_list
LOCK TABLE wrap_up_entries IN SHARE ROW EXCLUSIVE MODE

-- name: entries
SELECT * FROM wrap_up_entries ORDER BY part, place, name

-- name: keep_entry
INSERT INTO wrap_up_entries SELECT * FROM jsonb_populate_record(NULL::wrap_up_entries, $1)
ON CONFLICT (part, name) DO UPDATE SET title = excluded.title, place = excluded.place,
    crm = excluded.crm, retired_at = excluded.retired_at, retired_by = excluded.retired_by

-- name: add_change
INSERT INTO wrap_up_changes SELECT * FROM jsonb_populate_record(NULL::wrap_up_changes, $1)

-- name: changes
SELECT * FROM wrap_up_changes ORDER BY at DESC, id LIMIT $1

-- name: keep_contact
INSERT INTO contacts (customer_id, id, at, channel, summary, outcome, sentiment, promised)
SELECT $1, id, at, channel, summary, outcome, sentiment, promised
FROM jsonb_populate_record(NULL::contacts, $2)
ON CONFLICT (id) DO UPDATE SET at = excluded.at, summary = excluded.summary,
    outcome = excluded.outcome, sentiment = excluded.sentiment, promised = excluded.promised

-- name: add_notice
INSERT INTO staff_notices SELECT * FROM jsonb_populate_record(NULL::staff_notices, $1)
ON CONFLICT (staff_id, kind, about, at) DO NOTHING

-- name: staff_notices
SELECT * FROM staff_notices WHERE staff_id = $1 ORDER BY at DESC, id LIMIT $2

-- name: unread_notices
SELECT count(*) FROM staff_notices WHERE staff_id = $1 AND read_at IS NULL

-- name: read_notices
UPDATE staff_notices SET read_at = $2
WHERE staff_id = $1 AND read_at IS NULL AND ($3::uuid IS NULL OR id = $3)

-- name: supervisors
SELECT id FROM staff WHERE disabled_at IS NULL AND roles && '{supervisor}' ORDER BY id

-- name: colleagues
SELECT id, name FROM staff
WHERE disabled_at IS NULL AND (' ' || name) ILIKE '% ' || substr(like_pattern($1), 2)
ORDER BY name, id LIMIT $2

-- name: snippets
SELECT * FROM snippets WHERE owner_id IS NULL OR owner_id = $1 ORDER BY lower(name), id

-- name: snippet
SELECT * FROM snippets WHERE id = $1

-- name: keep_snippet
INSERT INTO snippets (id, owner_id, name, text, locale, changed_at, changed_by)
SELECT new.id, new.owner_id, new.name, new.text, new.locale, new.changed_at, new.changed_by
FROM jsonb_populate_record(NULL::snippets, $1) AS new
WHERE NOT EXISTS (
    SELECT FROM snippets AS other
    WHERE other.owner_id IS NOT DISTINCT FROM new.owner_id AND other.locale = new.locale
        AND lower(other.name) = lower(new.name) AND other.id <> new.id
)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text,
    locale = excluded.locale, owner_id = excluded.owner_id, changed_at = excluded.changed_at,
    changed_by = excluded.changed_by

-- name: drop_snippet
DELETE FROM snippets WHERE id = $1

-- name: find_articles
-- Titles first; texts only where titles do not fill the list. The inner limits keep the work small
-- however many articles share a word: who sees a crowd of them types on.
WITH by_title AS MATERIALIZED (
    SELECT slug, 0 AS place FROM articles
    WHERE to_tsvector('simple'::regconfig, title) @@ to_tsquery('simple'::regconfig, $1) LIMIT 200
), by_text AS MATERIALIZED (
    SELECT slug, 1 AS place FROM chunks
    WHERE search @@ plainto_tsquery($2::text::regconfig, $3)
        AND (SELECT count(*) FROM by_title) < $5 LIMIT 200
), found AS (
    SELECT slug, min(place) AS place FROM (TABLE by_title UNION ALL TABLE by_text) AS either
    GROUP BY slug
)
SELECT slug, title, audience, locale, left(text, 240) AS quote
FROM found JOIN articles USING (slug)
WHERE published_at IS NOT NULL
ORDER BY split_part(lower(locale), '-', 1) <> $4::text, place, length(title), title, slug LIMIT $5

-- name: latest_articles
SELECT slug, title, audience, locale, left(text, 240) AS quote FROM articles
WHERE published_at IS NOT NULL ORDER BY slug LIMIT $1
