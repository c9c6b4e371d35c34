-- name: lock_articles
-- One loader at a time; readers go on.
LOCK TABLE articles IN SHARE ROW EXCLUSIVE MODE

-- name: hashes
SELECT slug, content_hash FROM articles

-- name: keep
INSERT INTO articles
    (slug, title, text, audience, locale, kinds, skills, updated, content_hash, embedding)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::vector)
ON CONFLICT (slug) DO UPDATE SET
    title = excluded.title,
    text = excluded.text,
    audience = excluded.audience,
    locale = excluded.locale,
    kinds = excluded.kinds,
    skills = excluded.skills,
    updated = excluded.updated,
    content_hash = excluded.content_hash,
    embedding = excluded.embedding

-- name: forget
DELETE FROM articles WHERE slug = ANY ($1::text[])

-- name: search
-- $1 question, $2 its embedding, $3 locale, $4 audiences, $5 how many of each ranking, $6 the
-- constant of reciprocal rank fusion, $7 how many to give. Any word of the question may match, for which
-- ts_rank orders better than ts_rank_cd, whose covers mean little between alternatives. Distances are exact and
-- taken after the filters: the approximate index lost articles behind nearer ones for other readers.
WITH asked AS (
    SELECT
        replace(plainto_tsquery(CASE split_part(lower($3::text), '-', 1)
            WHEN 'de' THEN 'german'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            ELSE 'english'::regconfig END, $1::text)::text, ' & ', ' | ')::tsquery AS words,
        $2::text::vector AS meaning
),
by_words AS (
    SELECT slug, row_number() OVER (ORDER BY rank DESC, slug) AS place
    FROM (
        SELECT slug, ts_rank(search, (SELECT words FROM asked), 1) AS rank
        FROM articles
        WHERE locale = $3 AND audience = ANY ($4::text[])
            AND search @@ (SELECT words FROM asked)
        ORDER BY rank DESC, slug
        LIMIT $5
    ) AS found
),
near AS MATERIALIZED (
    SELECT slug, embedding <=> (SELECT meaning FROM asked) AS distance
    FROM articles
    WHERE locale = $3 AND audience = ANY ($4::text[])
),
by_meaning AS (
    SELECT slug, row_number() OVER (ORDER BY distance, slug) AS place
    FROM near
    ORDER BY distance, slug
    LIMIT $5
),
fused AS (
    SELECT slug, sum(1.0 / ($6::int + place)) AS worth
    FROM (SELECT * FROM by_words UNION ALL SELECT * FROM by_meaning) AS places
    GROUP BY slug
    ORDER BY worth DESC, slug
    LIMIT $7
)
SELECT slug, title, text, 1 - distance AS likeness
FROM fused JOIN near USING (slug) JOIN articles USING (slug)
ORDER BY worth DESC, likeness DESC, slug

-- name: article
SELECT slug, title, text, audience, locale, kinds, skills, updated FROM articles WHERE slug = $1

-- name: by_kind
SELECT slug, title, text, audience, locale, kinds, skills, updated
FROM articles
WHERE kinds @> ARRAY[$1::text] AND audience = ANY ($2::text[])
ORDER BY slug
