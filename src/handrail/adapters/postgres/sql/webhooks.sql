-- name: add_subscription
INSERT INTO webhook_subscriptions
SELECT * FROM jsonb_populate_record(NULL::webhook_subscriptions, $1)

-- name: save_subscription
UPDATE webhook_subscriptions SET secret = new.secret, previous_secret = new.previous_secret,
    previous_until = new.previous_until, disabled_at = new.disabled_at,
    disabled_because = new.disabled_because
FROM jsonb_populate_record(NULL::webhook_subscriptions, $1) AS new
WHERE webhook_subscriptions.id = new.id

-- name: remove_subscription
DELETE FROM webhook_subscriptions WHERE id = $1

-- name: subscription
SELECT * FROM webhook_subscriptions WHERE id = $1 FOR NO KEY UPDATE

-- name: subscriptions
SELECT to_jsonb(subscription) AS subscription,
    (SELECT count(*) FROM webhook_deliveries AS open
        WHERE open.subscription_id = subscription.id AND open.next_at IS NOT NULL) AS open,
    (SELECT count(*) FROM webhook_deliveries AS dead
        WHERE dead.subscription_id = subscription.id AND dead.dead_at IS NOT NULL) AS dead
FROM webhook_subscriptions AS subscription ORDER BY created_at, id

-- name: add_delivery
INSERT INTO webhook_deliveries
SELECT * FROM jsonb_populate_record(NULL::webhook_deliveries, $1)

-- name: save_delivery
UPDATE webhook_deliveries SET attempts = new.attempts, next_at = new.next_at,
    delivered_at = new.delivered_at, dead_at = new.dead_at, replayed_at = new.replayed_at,
    status = new.status, error = new.error
FROM jsonb_populate_record(NULL::webhook_deliveries, $1) AS new
WHERE webhook_deliveries.id = new.id

-- name: delivery
SELECT * FROM webhook_deliveries WHERE id = $1 FOR NO KEY UPDATE

-- name: deliveries
SELECT * FROM webhook_deliveries
WHERE ($2::uuid IS NULL OR subscription_id = $2)
    AND ($1 = 'all' OR ($1 = 'open' AND next_at IS NOT NULL) OR ($1 = 'dead' AND dead_at IS NOT NULL))
ORDER BY created_at DESC, id LIMIT $3

-- name: due_deliveries
SELECT to_jsonb(subscription) AS subscription, to_jsonb(delivery) AS delivery
FROM webhook_subscriptions AS subscription, LATERAL (
    SELECT * FROM webhook_deliveries
    WHERE subscription_id = subscription.id AND next_at <= $1
    ORDER BY created_at, id LIMIT $2
) AS delivery
WHERE subscription.disabled_at IS NULL AND subscription.id <> ALL($4::uuid[])
ORDER BY delivery.created_at, delivery.id LIMIT $3

-- name: next_delivery_at
SELECT min(next_at) FROM webhook_deliveries AS delivery
WHERE next_at IS NOT NULL AND EXISTS (
    SELECT FROM webhook_subscriptions AS subscription
    WHERE subscription.id = delivery.subscription_id AND subscription.disabled_at IS NULL
)

-- name: wake_webhooks
-- One job before that time is enough: whoever does it looks at all that is due.
INSERT INTO jobs (kind, line, due)
SELECT 'send_webhooks', 'send_webhooks', greatest($1, clock_timestamp())
WHERE NOT EXISTS (
    SELECT FROM jobs WHERE line = 'send_webhooks' AND failed_at IS NULL AND leased_until IS NULL
        AND due BETWEEN clock_timestamp() AND $1
)

-- name: forget_deliveries
DELETE FROM webhook_deliveries WHERE coalesce(delivered_at, dead_at) < $1

-- name: first_pin
WITH pinned AS (
    INSERT INTO tool_pins SELECT * FROM jsonb_populate_record(NULL::tool_pins, $1)
    ON CONFLICT (server, tool) DO UPDATE SET server = excluded.server
    RETURNING *
)
SELECT * FROM pinned

-- name: repin
INSERT INTO tool_pins SELECT * FROM jsonb_populate_record(NULL::tool_pins, $1)
ON CONFLICT (server, tool) DO UPDATE SET fingerprint = excluded.fingerprint,
    pinned_at = excluded.pinned_at, pinned_by = excluded.pinned_by

-- name: tool_pins
SELECT * FROM tool_pins ORDER BY server, tool
