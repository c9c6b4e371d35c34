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
DELETE FROM word_counts

-- name: count_words
-- $1 of how many chunks of a language the words are read. A word of one chunk alone is not listed.
WITH shelves AS (
    SELECT language, count(*)::integer AS chunks, greatest(count(*) / $1::integer, 1) AS step
    FROM chunks GROUP BY language
),
counted AS (
    SELECT language, word, (ndoc * step)::integer AS chunks
    FROM shelves, ts_stat(format(
        'SELECT search FROM chunks WHERE language = %L AND id %% %s = 0', language, step))
    WHERE ndoc > 1
    UNION ALL
    SELECT language, '', chunks FROM shelves
)
INSERT INTO word_counts (language, word, chunks)
SELECT language, word, chunks FROM counted
ON CONFLICT DO NOTHING

-- name: tune
-- The index goes on until enough of what it finds may be read by this reader.
SELECT set_config('hnsw.iterative_scan', 'strict_order', true),
    set_config('hnsw.ef_search', $1::text, true)

-- name: words
-- $1 a question, $2 its locale: its words as they are searched, how often each stands in the question, and
-- in how many chunks of all (null where words were not counted yet).
WITH asked AS (
    SELECT split_part(lower($2::text), '-', 1) AS language,
        CASE split_part(lower($2::text), '-', 1)
            WHEN 'de' THEN 'german'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            ELSE 'english'::regconfig END AS grammar
)
SELECT lexeme AS word, word_place(lexeme) AS place, cardinality(positions) AS often,
    listed.chunks, every.chunks AS of
FROM asked CROSS JOIN unnest(to_tsvector(asked.grammar, $1::text))
    LEFT JOIN word_counts AS every ON every.language = asked.language AND every.word = ''
    LEFT JOIN word_counts AS listed ON listed.language = asked.language AND listed.word = lexeme

-- name: search
-- $1 what the question's words weigh, by place, $2 its embedding, $3 locale, $4 audiences, $5 how many of
-- each ranking are compared, $6 what a point of words counts beside one of likeness, $7 how many to give,
-- $8 the day, $9 up to how many chunks are compared one by one, $10 the words to look for, as a tsquery,
-- $11 how many chunks with such a word are weighed at most.
-- Everybody's filters come first: a reader's few chunks are compared one by one, which misses none; of
-- many, the index finds the nearest, and the words those that have one of the most telling (OFFSET 0: so
-- few have one that gathering all that a reader may read costs more than looking at each).
WITH asked AS (
    SELECT $1::text::sparsevec AS weights, $2::text::vector AS meaning,
        $2::text::halfvec(384) AS rough, split_part(lower($3::text), '-', 1) AS language
),
shelf AS MATERIALIZED (
    SELECT count(*) <= $9::bigint AS is_small
    FROM (
        SELECT FROM chunks
        WHERE language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
        LIMIT $9::bigint + 1
    ) AS counted
),
by_words AS (
    SELECT id
    FROM (
        SELECT id, weights
        FROM (
            SELECT * FROM chunks
            WHERE NOT (SELECT is_small FROM shelf) AND search @@ $10::text::tsquery
            OFFSET 0
        ) AS matching
        WHERE language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
            AND (valid_from IS NULL OR valid_from <= $8::date)
            AND (valid_until IS NULL OR $8::date <= valid_until)
        LIMIT $11
    ) AS readable
    ORDER BY weights <#> (SELECT weights FROM asked), id
    LIMIT $5
),
by_meaning AS (
    SELECT id
    FROM chunks
    WHERE NOT (SELECT is_small FROM shelf)
        AND language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
        AND (valid_from IS NULL OR valid_from <= $8::date)
        AND (valid_until IS NULL OR $8::date <= valid_until)
    ORDER BY embedding::halfvec(384) <=> (SELECT rough FROM asked) LIMIT $5
),
compared AS (
    SELECT id, embedding <=> (SELECT meaning FROM asked) AS distance,
        weights <#> (SELECT weights FROM asked) AS lack
    FROM chunks
    WHERE (SELECT is_small FROM shelf)
        AND language = (SELECT language FROM asked) AND audience = ANY ($4::text[])
        AND (valid_from IS NULL OR valid_from <= $8::date)
        AND (valid_until IS NULL OR $8::date <= valid_until)
    UNION ALL
    SELECT id, embedding <=> (SELECT meaning FROM asked),
        weights <#> (SELECT weights FROM asked)
    FROM chunks JOIN (SELECT id FROM by_words UNION SELECT id FROM by_meaning) AS found USING (id)
),
best AS (
    SELECT id, distance, distance + $6::float8 * lack AS far
    FROM compared ORDER BY far, id LIMIT $7
)
SELECT id, slug, title, headings, place, text, version, 1 - distance AS likeness
FROM best JOIN chunks USING (id)
ORDER BY far, id

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
