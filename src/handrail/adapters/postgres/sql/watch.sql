-- name: changed_lately
SELECT id, changed_at FROM conversations WHERE -micros(changed_at) < -micros(now() - $1::interval)
