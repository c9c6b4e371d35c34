-- name: decision
SELECT * FROM decisions WHERE id = $1

-- name: add_sample
INSERT INTO samples (decision_id, conversation_id, turn_seq, kind, confidence, probability, drawn_at,
    basis, second_wanted)
SELECT decision_id, conversation_id, turn_seq, kind, confidence, probability, drawn_at, $2, $3
FROM jsonb_populate_record(NULL::samples, $1)
ON CONFLICT (decision_id) DO NOTHING

-- name: sample
SELECT decision_id, conversation_id, turn_seq, kind, confidence, probability, drawn_at, basis,
    second_wanted
FROM samples WHERE decision_id = $1 FOR NO KEY UPDATE

-- name: sample_of_turn
SELECT decision_id, conversation_id, turn_seq, kind, confidence, probability, drawn_at, basis,
    second_wanted
FROM samples WHERE conversation_id = $1 AND turn_seq = $2 ORDER BY drawn_at DESC LIMIT 1

-- name: judgements
SELECT * FROM judgements WHERE decision_id = $1 ORDER BY at, id

-- name: keep_judgement
INSERT INTO judgements SELECT * FROM jsonb_populate_record(NULL::judgements, $1)
ON CONFLICT (decision_id, by, who) DO UPDATE SET verdict = excluded.verdict, at = excluded.at,
    note = excluded.note

-- name: settle_sample
UPDATE samples SET verdict = $2::text, reviewers = $3,
    judged_at = CASE WHEN $2::text IS NOT NULL THEN coalesce(judged_at, $4::timestamptz) END
WHERE decision_id = $1

-- name: judged
-- One a conversation: answers in one conversation share its fate. In columns, as judged: thousands
-- of rows would take longer to send than to find.
SELECT wanted.kind, columns.*
FROM unnest($1::text[], $2::text[]) AS wanted(kind, basis)
CROSS JOIN LATERAL (
    SELECT array_agg(confidence) AS confidence, array_agg(verdict <> 'right') AS wrong,
        array_agg(probability) AS probability, array_agg(judged_at) AS at
    FROM (
        SELECT * FROM (
            SELECT DISTINCT ON (conversation_id) * FROM samples
            WHERE kind = wanted.kind AND basis = wanted.basis AND drawn_at >= $3
                AND verdict IS NOT NULL
            ORDER BY conversation_id, drawn_at
        ) AS firsts ORDER BY judged_at, decision_id
    ) AS in_order
) AS columns
WHERE columns.at IS NOT NULL

-- name: turns
-- Turns in which the kind and the certificate decided: neither a hard rule nor the switch. Counted
-- from where the evidence of this basis begins, because older confidences were read otherwise.
SELECT wanted.kind, turns, start, confidences
FROM unnest($1::text[], $2::text[]) AS wanted(kind, basis)
CROSS JOIN LATERAL (
    SELECT greatest($3, min(drawn_at)) AS start FROM samples
    WHERE kind = wanted.kind AND basis = wanted.basis AND drawn_at >= $3
) AS window_of
CROSS JOIN LATERAL (
    SELECT count(*) AS turns,
        percentile_disc($4::double precision[]) WITHIN GROUP (ORDER BY confidence) AS confidences
    FROM decisions
    WHERE kind = wanted.kind AND at >= start AND first_of_kind
        AND (rule_kind IN ('policy', 'matrix', 'certificate') OR rule = 'nobody-to-review')
) AS counted
WHERE turns > 0

-- name: judged_under
SELECT confidence, verdict <> 'right' AS wrong, probability, judged_at AS at FROM (
    SELECT DISTINCT ON (conversation_id) * FROM samples
    WHERE kind = $1 AND basis = $2 AND drawn_at > $3 AND confidence >= $4 AND verdict IS NOT NULL
    ORDER BY conversation_id, drawn_at
) AS firsts
ORDER BY judged_at, decision_id

-- name: confidences
SELECT confidence FROM decisions
WHERE kind = $1 AND at >= $2 AND at < $3 AND first_of_kind
    AND (rule_kind IN ('policy', 'matrix', 'certificate') OR rule = 'nobody-to-review')
ORDER BY at, id

-- name: answers_given
SELECT d.id AS decision_id, d.conversation_id, d.kind, d.at
FROM decisions AS d
WHERE d.conversation_id IN (SELECT id FROM conversations WHERE customer_id = $1)
    AND d.at >= $2
    AND (d.outcome = 'answered' OR (d.outcome = 'review' AND EXISTS (
        SELECT FROM drafts
        WHERE conversation_id = d.conversation_id AND reply_to = d.turn_seq
            AND ended IN ('sent', 'edited')
    )))
ORDER BY d.at DESC, d.id

-- name: open_samples
SELECT count(*) FROM samples AS s WHERE {open}

-- name: open
(s.reviewers = 0 OR (s.second_wanted AND s.reviewers = 1))
AND NOT EXISTS (
    SELECT FROM judgements WHERE decision_id = s.decision_id AND by = 'staff' AND who = $1::text
)
AND NOT EXISTS (
    SELECT FROM drafts
    WHERE conversation_id = s.conversation_id AND reply_to = s.turn_seq AND ended IS NULL
)

-- name: page_open
SELECT s.decision_id AS id, micros(s.drawn_at) AS key FROM samples AS s
WHERE {open} AND ($2::bigint IS NULL OR (micros(s.drawn_at), s.decision_id) > ($2, $3::uuid))
ORDER BY s.drawn_at, s.decision_id LIMIT $4

-- name: page_judged
SELECT s.decision_id AS id, -micros(s.drawn_at) AS key FROM samples AS s
WHERE s.reviewers > 0 AND NOT ({open})
    AND ($2::bigint IS NULL OR (-micros(s.drawn_at), s.decision_id) > ($2, $3::uuid))
ORDER BY s.drawn_at DESC, s.decision_id LIMIT $4

-- name: sample_views
-- The question is all that the customer wrote since the last word of anybody else; the answer is
-- what was sent, or the draft that was to be.
SELECT s.decision_id, s.conversation_id, s.turn_seq, s.kind, s.confidence, s.probability, s.drawn_at,
    s.second_wanted AND s.reviewers = 1 AS second_wanted, s.reviewers,
    coalesce((
        SELECT string_agg(e.text, E'\n' ORDER BY e.seq) FROM events AS e
        WHERE e.conversation_id = s.conversation_id AND e.kind = 'message'
            AND e.speaker = 'customer' AND e.seq <= s.turn_seq AND e.seq > coalesce((
                SELECT max(seq) FROM events
                WHERE conversation_id = s.conversation_id AND kind = 'message'
                    AND speaker <> 'customer' AND seq < s.turn_seq
            ), 0)
    ), '') AS question,
    coalesce(said.text, draft.text, '') AS answer,
    coalesce(said.sources, draft.sources, '[]') AS sources,
    coalesce((
        SELECT jsonb_agg(to_jsonb(j) || jsonb_build_object('name', CASE j.by
            WHEN 'staff' THEN coalesce(staff.name, 'somebody who has left')
            WHEN 'customer' THEN 'the customer' ELSE j.who END) ORDER BY j.at, j.id)
        FROM judgements AS j LEFT JOIN staff ON staff.id::text = j.who
        WHERE j.decision_id = s.decision_id
    ), '[]') AS judgements
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place)
JOIN samples AS s ON s.decision_id = wanted.id
LEFT JOIN LATERAL (
    SELECT text, data->'sources' AS sources FROM events
    WHERE conversation_id = s.conversation_id AND seq > s.turn_seq AND speaker = 'ai'
        AND (data->>'reply_to')::integer = s.turn_seq
    ORDER BY seq LIMIT 1
) AS said ON true
LEFT JOIN LATERAL (
    SELECT text, sources FROM drafts
    WHERE conversation_id = s.conversation_id AND reply_to = s.turn_seq ORDER BY made_at LIMIT 1
) AS draft ON true
ORDER BY wanted.place

-- name: double_judged
SELECT verdicts[1] AS first, verdicts[2] AS second FROM (
    SELECT array_agg(verdict ORDER BY at, id) AS verdicts, min(at) AS at FROM judgements
    WHERE by = 'staff' AND at >= $1 GROUP BY decision_id HAVING count(*) > 1
) AS pairs ORDER BY at

-- name: handling_minutes
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - accepted_at) / 60)
FROM handoffs WHERE accepted_at >= $1 AND ended_at IS NOT NULL

-- name: add_certificate
INSERT INTO certificates SELECT * FROM jsonb_populate_record(NULL::certificates, $1)

-- name: certificate
SELECT c.*, s.at AS suspended_at, coalesce(s.because, '') AS suspended_because
FROM certificates AS c LEFT JOIN suspensions AS s ON s.certificate_id = c.id
WHERE c.id = $1

-- name: certificates
SELECT c.*, s.at AS suspended_at, coalesce(s.because, '') AS suspended_because
FROM unnest($1::text[]) AS wanted(kind)
CROSS JOIN LATERAL (
    SELECT * FROM certificates WHERE kind = wanted.kind ORDER BY issued_at DESC, id LIMIT 1
) AS c
LEFT JOIN suspensions AS s ON s.certificate_id = c.id

-- name: suspend
INSERT INTO suspensions (certificate_id, at, by, because) VALUES ($1, $2, $3, $4)
ON CONFLICT (certificate_id) DO NOTHING
