-- name: create
-- Apart from the desk's tables, as another system would be; the desk sees it through its tools alone.
CREATE SCHEMA IF NOT EXISTS back_office;
CREATE TABLE IF NOT EXISTS back_office.cards (
    id text PRIMARY KEY,
    customer_id text NOT NULL,
    brand text NOT NULL,
    last4 text NOT NULL CHECK (last4 ~ '^[0-9]{4}$'),
    status text NOT NULL CHECK (status IN ('active', 'blocked', 'on_its_way')),
    blocked_at timestamptz,
    reason text NOT NULL DEFAULT '',
    replaces text REFERENCES back_office.cards,
    arrives_by date,
    CHECK ((status = 'blocked') = (blocked_at IS NOT NULL))
);
CREATE UNIQUE INDEX IF NOT EXISTS cards_replaced_once ON back_office.cards (replaces);
CREATE TABLE IF NOT EXISTS back_office.orders (
    id text PRIMARY KEY,
    customer_id text NOT NULL,
    item text NOT NULL,
    status text NOT NULL CHECK (status IN ('placed', 'sent', 'delivered')),
    placed_on date NOT NULL,
    expected date NOT NULL,
    total_eur numeric(10, 2) NOT NULL CHECK (total_eur > 0),
    refunded_eur numeric(10, 2) NOT NULL DEFAULT 0
        CHECK (refunded_eur >= 0 AND refunded_eur <= total_eur)
);
CREATE TABLE IF NOT EXISTS back_office.appointments (
    id text PRIMARY KEY,
    customer_id text NOT NULL,
    at timestamptz NOT NULL,
    with_whom text NOT NULL,
    status text NOT NULL CHECK (status IN ('booked', 'cancelled'))
);
CREATE TABLE IF NOT EXISTS back_office.refunds (
    id text PRIMARY KEY,
    order_id text NOT NULL REFERENCES back_office.orders,
    amount_eur numeric(10, 2) NOT NULL CHECK (amount_eur > 0),
    at timestamptz NOT NULL DEFAULT now(),
    voided_at timestamptz
);
CREATE TABLE IF NOT EXISTS back_office.done (
    key text PRIMARY KEY,
    tool text NOT NULL,
    arguments jsonb NOT NULL,
    result jsonb,
    at timestamptz NOT NULL DEFAULT now()
);

-- name: seed_cards
INSERT INTO back_office.cards (id, customer_id, brand, last4, status)
SELECT id, customer_id, brand, last4, 'active'
FROM jsonb_populate_recordset(NULL::back_office.cards, $1)
ON CONFLICT DO NOTHING

-- name: seed_orders
INSERT INTO back_office.orders (id, customer_id, item, status, placed_on, expected, total_eur)
SELECT id, customer_id, item, status, placed_on, expected, total_eur
FROM jsonb_populate_recordset(NULL::back_office.orders, $1)
ON CONFLICT DO NOTHING

-- name: seed_appointments
INSERT INTO back_office.appointments (id, customer_id, at, with_whom, status)
SELECT id, customer_id, at, with_whom, 'booked'
FROM jsonb_populate_recordset(NULL::back_office.appointments, $1)
ON CONFLICT DO NOTHING

-- name: cards
SELECT id AS card_id, brand, last4, status FROM back_office.cards
WHERE customer_id = $1 ORDER BY id

-- name: card
SELECT id AS card_id, last4, status, blocked_at FROM back_office.cards
WHERE customer_id = $1 AND id = $2 FOR UPDATE

-- name: block_card
UPDATE back_office.cards SET status = 'blocked', blocked_at = now(), reason = $3
WHERE customer_id = $1 AND id = $2 RETURNING id AS card_id, last4, status, blocked_at

-- name: unblock_card
-- Nothing comes back where a replacement was ordered: the old card is not to live beside it.
UPDATE back_office.cards SET status = 'active', blocked_at = NULL, reason = ''
WHERE customer_id = $1 AND id = $2
    AND NOT EXISTS (SELECT FROM back_office.cards AS new WHERE new.replaces = cards.id)
RETURNING id AS card_id, last4, status

-- name: order_replacement_card
INSERT INTO back_office.cards (id, customer_id, brand, last4, status, replaces, arrives_by)
SELECT id || '-R', customer_id, brand, lpad(((last4::integer + 7919) % 10000)::text, 4, '0'),
    'on_its_way', id, current_date + 7
FROM back_office.cards WHERE customer_id = $1 AND id = $2
ON CONFLICT DO NOTHING
RETURNING id AS card_id, last4, arrives_by

-- name: orders
SELECT id AS order_id, item, status, total_eur, refunded_eur < total_eur AS refundable
FROM back_office.orders WHERE customer_id = $1 ORDER BY placed_on DESC, id

-- name: order_status
SELECT id AS order_id, item, status, expected FROM back_office.orders
WHERE customer_id = $1 AND id = $2

-- name: refundable
SELECT id AS order_id, total_eur - refunded_eur AS amount_eur FROM back_office.orders
WHERE customer_id = $1 AND id = $2 FOR UPDATE

-- name: refund
WITH paid AS (
    UPDATE back_office.orders SET refunded_eur = refunded_eur + $3::numeric
    WHERE customer_id = $1 AND id = $2
    RETURNING id
)
INSERT INTO back_office.refunds (id, order_id, amount_eur)
SELECT 'R-' || substr(md5($4), 1, 10), id, $3 FROM paid
RETURNING id AS refund_id, order_id, amount_eur, 'refunded' AS status

-- name: refund_to_void
SELECT refunds.id, refunds.voided_at IS NOT NULL AS voided,
    refunds.at < now() - interval '1 day' AS paid_out
FROM back_office.refunds JOIN back_office.orders ON orders.id = refunds.order_id
WHERE orders.customer_id = $1 AND refunds.id = $2 FOR UPDATE

-- name: void_refund
WITH voided AS (
    UPDATE back_office.refunds SET voided_at = now() WHERE id = $2
    RETURNING id, order_id, amount_eur
)
UPDATE back_office.orders SET refunded_eur = refunded_eur - voided.amount_eur
FROM voided WHERE orders.id = voided.order_id AND customer_id = $1
RETURNING voided.id AS refund_id, voided.order_id, voided.amount_eur, 'voided' AS status

-- name: appointments
SELECT id AS appointment_id, at AS "when", with_whom AS "with", status
FROM back_office.appointments WHERE customer_id = $1 ORDER BY at, id

-- name: cancel_appointment
UPDATE back_office.appointments SET status = 'cancelled'
WHERE customer_id = $1 AND id = $2 RETURNING id AS appointment_id, at AS "when", status

-- name: appointment
SELECT id AS appointment_id, at AS "when", status, at <= now() AS over
FROM back_office.appointments WHERE customer_id = $1 AND id = $2 FOR UPDATE

-- name: rebook_appointment
UPDATE back_office.appointments SET status = 'booked'
WHERE customer_id = $1 AND id = $2 RETURNING id AS appointment_id, at AS "when", status

-- name: begin
-- A second call with the same key waits here until the first has ended.
INSERT INTO back_office.done (key, tool, arguments) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING RETURNING key

-- name: earlier
SELECT tool, arguments, result FROM back_office.done WHERE key = $1

-- name: keep
UPDATE back_office.done SET result = $2 WHERE key = $1
