-- name: keep_version
INSERT INTO article_versions (slug, version, title, text, audience, locale, kinds, skills, updated, source,
    path, owner, valid_from, valid_until, draft, how, changed_by, changed_at, restored_from)
SELECT slug, version, title, text, audience, locale, kinds, skills, updated, source, path, owner,
    valid_from, valid_until, published_at IS NULL, $2, $3, changed_at, $4
FROM articles WHERE slug = $1

-- name: keep_removed
INSERT INTO article_versions (slug, version, title, text, audience, locale, kinds, skills, updated, source,
    path, owner, valid_from, valid_until, draft, how, changed_by, changed_at)
SELECT slug, version + 1, title, text, audience, locale, kinds, skills, updated, source, path, owner,
    valid_from, valid_until, published_at IS NULL, 'removed', $2, now()
FROM articles WHERE slug = ANY ($1::text[])

-- name: version_now
-- The article, locked until the transaction ends.
SELECT version FROM articles WHERE slug = $1 FOR UPDATE

-- name: chunks_as_they_are
SELECT headings, place, text, content_hash FROM chunks WHERE slug = $1 ORDER BY position

-- name: hold
INSERT INTO article_properties (slug, property, value, set_by, set_at)
SELECT $1, property, value, $4, now() FROM unnest($2::text[], $3::text[]) AS each (property, value)
ON CONFLICT (slug, property) DO UPDATE SET
    value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at

-- name: held
SELECT slug, property, value FROM article_properties WHERE slug = ANY ($1::text[])

-- name: versions
SELECT slug, title, '' AS text, audience, locale, kinds, skills, updated, source, path, owner, valid_from,
    valid_until, version, draft, how, changed_by, changed_at, restored_from
FROM article_versions WHERE slug = $1 ORDER BY version DESC LIMIT $2

-- name: version
SELECT slug, title, text, audience, locale, kinds, skills, updated, source, path, owner, valid_from,
    valid_until, version, draft, how, changed_by, changed_at, restored_from
FROM article_versions WHERE slug = $1 AND version = $2

-- name: version_at
SELECT slug, title, text, audience, locale, kinds, skills, updated, source, path, owner, valid_from,
    valid_until, version, draft, how, changed_by, changed_at, restored_from
FROM article_versions WHERE slug = $1 AND how <> 'removed'
ORDER BY changed_at <= $2 DESC, CASE WHEN changed_at <= $2 THEN -version ELSE version END LIMIT 1

-- name: facet
-- Each value once, by jumping from one to the next in the index.
WITH RECURSIVE each AS (
    (SELECT {column} AS value FROM articles WHERE {column} > '' ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM articles WHERE {column} > each.value ORDER BY {column} LIMIT 1)
    FROM each WHERE each.value IS NOT NULL
)
SELECT value FROM each WHERE value IS NOT NULL LIMIT 200
