-- name: add_step_mark
INSERT INTO step_marks (conversation_id, playbook, step, done, staff_id, staff_name, at)
SELECT id, $2, $3, $4, $5, $6, $7 FROM conversations WHERE id = $1

-- name: step_marks
SELECT conversation_id, playbook, step, done, staff_id, staff_name, at
FROM step_marks WHERE conversation_id = $1 ORDER BY id
