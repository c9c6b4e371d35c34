-- name: changed_lately
SELECT id, changed_at FROM conversations WHERE changed_at > clock_timestamp() - $1::interval
