-- name: active_policy
SELECT version FROM policy_activations ORDER BY id DESC LIMIT 1

-- name: policy_text
SELECT toml FROM policies WHERE version = $1

-- name: add_policy
INSERT INTO policies (version, name, toml, loaded_at, loaded_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (version) DO NOTHING

-- name: activate_policy
INSERT INTO policy_activations (version, at, by)
SELECT version, $2, $3 FROM policies WHERE version = $1
RETURNING version

-- name: policies
SELECT version, name, loaded_at, loaded_by,
    CASE WHEN version = active.active_version THEN active.since END AS active_since
FROM policies
LEFT JOIN (
    SELECT version AS active_version, at AS since FROM policy_activations ORDER BY id DESC LIMIT 1
) AS active ON true
ORDER BY loaded_at DESC, version
