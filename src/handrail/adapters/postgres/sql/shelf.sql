-- name: ending_articles
SELECT slug, title, owner, valid_until FROM articles
WHERE valid_until BETWEEN $1::date AND $2::date AND published_at IS NOT NULL
    AND told_until IS DISTINCT FROM valid_until
ORDER BY valid_until, slug LIMIT $3

-- name: told_of
UPDATE articles SET told_until = valid_until WHERE slug = ANY ($1::text[])

-- name: stewards
SELECT id FROM staff WHERE disabled_at IS NULL AND roles && '{steward}' ORDER BY id

-- name: staff_named
SELECT given.name, (array_agg(staff.id))[1] AS id
FROM unnest($1::text[]) AS given (name)
    JOIN staff ON lower(given.name) IN (lower(staff.name), lower(staff.email))
WHERE disabled_at IS NULL GROUP BY given.name HAVING count(*) = 1
