-- name: lock_source
-- One writer of a source at a time; readers go on.
SELECT pg_advisory_xact_lock(hashtextextended('knowledge ' || $1::text, 0))

-- name: articles_of_file
SELECT slug, content_hash FROM articles WHERE source = $1 AND path = $2

-- name: chunk_hashes
SELECT DISTINCT chunks.content_hash
FROM chunks JOIN articles USING (slug)
WHERE articles.source = $1 AND articles.path = $2

-- name: keep
-- Versions go on where they were, also for an article that was gone.
INSERT INTO articles (slug, title, text, audience, locale, kinds, skills, updated, source, path, owner,
    valid_from, valid_until, content_hash, published_at, version)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
    CASE WHEN $15::boolean THEN NULL ELSE now() END,
    1 + coalesce((SELECT max(version) FROM article_versions WHERE slug = $1), 0)
ON CONFLICT (slug) DO UPDATE SET
    title = excluded.title,
    text = excluded.text,
    audience = excluded.audience,
    locale = excluded.locale,
    kinds = excluded.kinds,
    skills = excluded.skills,
    updated = excluded.updated,
    source = excluded.source,
    path = excluded.path,
    owner = excluded.owner,
    valid_from = excluded.valid_from,
    valid_until = excluded.valid_until,
    content_hash = excluded.content_hash,
    published_at = CASE WHEN $15 THEN NULL ELSE coalesce(articles.published_at, now()) END,
    version = excluded.version,
    changed_at = now()
RETURNING version

-- name: chunks_of_article
SELECT id, content_hash FROM chunks WHERE slug = $1 ORDER BY position, id

-- name: move_chunk
-- Same words, perhaps at another place or for other readers; its vector is not touched.
UPDATE chunks SET position = $2, headings = $3, place = $4, title = $5, audience = $6, language = $7,
    valid_from = $8, valid_until = $9
WHERE id = $1 AND (position, headings, place, title, audience, language, valid_from, valid_until)
    IS DISTINCT FROM ($2, $3, $4, $5, $6, $7, $8::date, $9::date)

-- name: add_chunk
INSERT INTO chunks (slug, position, headings, place, title, audience, language, valid_from, valid_until,
    text, version, content_hash, embedding)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::vector)

-- name: drop_chunks
DELETE FROM chunks WHERE id = ANY ($1::bigint[])

-- name: forget
DELETE FROM articles WHERE slug = ANY ($1::text[])

-- name: paths
SELECT DISTINCT path FROM articles WHERE source = $1

-- name: analyze
ANALYZE chunks

-- name: forget_words
DELETE FROM common_words

-- name: count_words
-- The planner's own statistics: the words that stand in most chunks, without reading them all.
INSERT INTO common_words (word, share)
SELECT word, share
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS each (word, share)
WHERE schemaname = current_schema() AND tablename = 'chunks' AND attname = 'search' AND word IS NOT NULL
ON CONFLICT DO NOTHING

-- name: tune
-- The index goes on until enough of what it finds may be read by this reader.
SELECT set_config('hnsw.iterative_scan', 'strict_order', true),
    set_config('hnsw.ef_search', $1::text, true)

-- name: search
-- $1 question, $2 its embedding, $3 locale, $4 audiences, $5 how many of each ranking, $6 the constant of
-- reciprocal rank fusion, $7 how many to give, $8 the day, $9 up to how many chunks are compared one by
-- one, $10 how many chunks are ranked by words.
-- Everybody's filters come first: a reader's few chunks are compared one by one, which misses none; of
-- many, the index finds the nearest. By words, those with a rare word of the question are ranked, for
-- which ts_rank orders better than ts_rank_cd, whose covers mean little between alternatives.
WITH asked AS (
    SELECT $2::text::vector AS meaning, $2::text::halfvec(384) AS rough,
        split_part(lower($3::text), '-', 1) AS language,
        CASE split_part(lower($3::text), '-', 1)
            WHEN 'de' THEN 'german'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            ELSE 'english'::regconfig END AS grammar
),
words AS (
    SELECT word, coalesce(share, 0) AS share,
        '''' || replace(replace(word, '\', '\\'), '''', '''''') || '''' AS quoted,
        sum(coalesce(share, 0)) OVER (ORDER BY coalesce(share, 0), word) AS shares
    FROM unnest(tsvector_to_array(to_tsvector((SELECT grammar FROM asked), $1::text))) AS word
        LEFT JOIN common_words USING (word)
    ORDER BY share, word LIMIT 64
),
wanted AS (
    SELECT string_agg(quoted, ' | ')::tsquery AS any_word,
        coalesce(
            string_agg(quoted, ' | ') FILTER (WHERE shares * greatest(
                (SELECT reltuples FROM pg_class WHERE oid = 'chunks'::regclass), 1) <= $10),
            string_agg(quoted, ' & '))::tsquery AS rare_word
    FROM words
),
by_words AS (
    SELECT id, row_number() OVER (ORDER BY rank DESC, id) AS place
    FROM (
        SELECT id, ts_rank(search, (SELECT any_word FROM wanted), 1) AS rank
        FROM (
            SELECT id, search FROM chunks
            WHERE search @@ (SELECT rare_word FROM wanted)
                AND language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
                AND (valid_from IS NULL OR valid_from <= $8::date)
                AND (valid_until IS NULL OR $8::date <= valid_until)
            LIMIT 2 * $10
        ) AS matching
        ORDER BY rank DESC, id
        LIMIT $5
    ) AS found
),
shelf AS MATERIALIZED (
    SELECT count(*) <= $9::bigint AS is_small
    FROM (
        SELECT FROM chunks
        WHERE language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
        LIMIT $9::bigint + 1
    ) AS counted
),
readable AS MATERIALIZED (
    SELECT id, embedding <=> (SELECT meaning FROM asked) AS distance
    FROM chunks
    WHERE (SELECT is_small FROM shelf)
        AND language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
        AND (valid_from IS NULL OR valid_from <= $8::date)
        AND (valid_until IS NULL OR $8::date <= valid_until)
),
compared AS (
    SELECT id, distance FROM readable ORDER BY distance, id LIMIT $5
),
pointed_at AS (
    SELECT id, embedding::halfvec(384) <=> (SELECT rough FROM asked) AS distance
    FROM chunks
    WHERE NOT (SELECT is_small FROM shelf)
        AND language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
        AND (valid_from IS NULL OR valid_from <= $8::date)
        AND (valid_until IS NULL OR $8::date <= valid_until)
    ORDER BY embedding::halfvec(384) <=> (SELECT rough FROM asked) LIMIT $5
),
by_meaning AS (
    SELECT id, row_number() OVER (ORDER BY distance, id) AS place
    FROM (SELECT * FROM compared UNION ALL SELECT * FROM pointed_at) AS near
),
fused AS (
    SELECT id, sum(1.0 / ($6::int + place)) AS worth
    FROM (SELECT * FROM by_words UNION ALL SELECT * FROM by_meaning) AS places
    GROUP BY id
    ORDER BY worth DESC, id
    LIMIT $7
)
SELECT id, slug, title, headings, place, text, version,
    1 - (embedding <=> (SELECT meaning FROM asked)) AS likeness
FROM fused JOIN chunks USING (id)
ORDER BY worth DESC, likeness DESC, id

-- name: article
SELECT slug, title, text, audience, locale, kinds, skills, updated, source, path, owner, valid_from,
    valid_until, version, published_at IS NULL AS draft
FROM articles WHERE slug = $1

-- name: by_kind
SELECT slug, title, text, audience, locale, kinds, skills, updated, source, path, owner, valid_from,
    valid_until, version, published_at IS NULL AS draft
FROM articles
WHERE kinds @> ARRAY[$1::text] AND audience = ANY ($2::text[]) AND published_at IS NOT NULL
    AND (valid_from IS NULL OR valid_from <= current_date)
    AND (valid_until IS NULL OR current_date <= valid_until)
ORDER BY slug

-- name: chunk_lines
SELECT id, headings, place, text, version FROM chunks WHERE slug = $1 ORDER BY position
