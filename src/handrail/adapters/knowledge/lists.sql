-- name: lines
-- Only what is asked for stands in the query, so that the index of it is used.
SELECT slug, title, audience, locale, source, path, owner, valid_from, valid_until, version, changed_at,
    published_at IS NULL AS draft,
    (SELECT count(*) FROM chunks WHERE chunks.slug = articles.slug) AS chunks
FROM articles
WHERE {asked}
ORDER BY title, slug LIMIT {limit}

-- name: count
SELECT count(*) FROM (SELECT FROM articles WHERE {asked} LIMIT {limit}) AS counted

-- name: asked_words
-- Words that begin so in the title, words in the text in any of the languages; a draft's as they stand.
-- The inner limits keep the work small however many share a word: who sees a crowd of them types on.
slug IN (
    (SELECT slug FROM articles
    WHERE to_tsvector('simple'::regconfig, title) @@ to_tsquery('simple'::regconfig, {0}) LIMIT 5000)
    UNION ALL
    (SELECT slug FROM chunks
    WHERE search @@ (plainto_tsquery('english', {1}) || plainto_tsquery('german', {1})
        || plainto_tsquery('spanish', {1})) LIMIT 5000)
    UNION ALL
    SELECT slug FROM articles WHERE published_at IS NULL AND text ILIKE like_pattern({1})
)

-- name: asked_audience
audience = {0}

-- name: asked_locale
locale = {0}

-- name: asked_source
source = {0}

-- name: asked_owner
owner = {0}

-- name: asked_valid
published_at IS NOT NULL AND (valid_from IS NULL OR valid_from <= {0}::date)
    AND (valid_until IS NULL OR {0}::date <= valid_until)

-- name: asked_not_yet
published_at IS NOT NULL AND valid_from > {0}::date

-- name: asked_expired
published_at IS NOT NULL AND valid_until < {0}::date

-- name: asked_draft
published_at IS NULL

-- name: asked_due
published_at IS NOT NULL AND valid_until BETWEEN {0}::date AND {0}::date + 30

-- name: asked_after
(title, slug) > ({0}, {1})
