-- name: change_customer
UPDATE customers SET
    external_id = coalesce(new.external_id, customers.external_id),
    name = coalesce(new.name, customers.name),
    email = coalesce(new.email, customers.email),
    segment = coalesce(nullif(new.segment, ''), customers.segment),
    vulnerable = new.vulnerable OR customers.vulnerable
FROM jsonb_populate_record(NULL::customers, $1) AS new
WHERE customers.id = new.id
    AND NOT EXISTS (
        SELECT FROM customers AS known WHERE known.external_id = new.external_id AND known.id <> new.id
    )
RETURNING customers.*

-- name: keep_customer
-- Who writes claims to be somebody; a claim adds what was unknown and changes nothing that was known.
INSERT INTO customers SELECT * FROM jsonb_populate_record(NULL::customers, $1)
ON CONFLICT (external_id) DO UPDATE SET
    name = coalesce(customers.name, excluded.name),
    email = coalesce(customers.email, excluded.email),
    segment = coalesce(nullif(customers.segment, ''), excluded.segment),
    vulnerable = excluded.vulnerable OR customers.vulnerable
RETURNING *

-- name: customer
SELECT * FROM customers WHERE id = $1

-- name: contacts
SELECT id, at, channel, summary, outcome, sentiment, promised
FROM contacts WHERE customer_id = $1 ORDER BY at DESC, id LIMIT $2

-- name: add_contact
INSERT INTO contacts (customer_id, id, at, channel, summary, outcome, sentiment, promised)
SELECT $1, id, at, channel, summary, outcome, sentiment, promised
FROM jsonb_populate_record(NULL::contacts, $2)
ON CONFLICT (id) DO NOTHING
