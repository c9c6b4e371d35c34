-- Webhooks: who is told what happens, and what has been told; and what tools were accepted as
-- depends: 0008_model_budget

-- migrate: apply
CREATE TABLE webhook_subscriptions (
    id uuid PRIMARY KEY,
    url text NOT NULL,
    kinds text[] NOT NULL CHECK (cardinality(kinds) > 0),
    texts boolean NOT NULL,
    secret text NOT NULL,
    previous_secret text,
    previous_until timestamptz,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    disabled_at timestamptz,
    disabled_because text NOT NULL DEFAULT '',
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);

CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES webhook_subscriptions ON DELETE CASCADE,
    kind text NOT NULL,
    conversation_id uuid REFERENCES conversations ON DELETE CASCADE,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz,
    delivered_at timestamptz,
    dead_at timestamptz,
    replayed_at timestamptz,
    status integer,
    error text NOT NULL DEFAULT '',
    CONSTRAINT open_delivered_or_dead CHECK (num_nonnulls(next_at, delivered_at, dead_at) = 1)
);
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (next_at, created_at)
    WHERE next_at IS NOT NULL;
CREATE INDEX webhook_deliveries_of ON webhook_deliveries (subscription_id, created_at DESC);
CREATE INDEX webhook_deliveries_of_conversation ON webhook_deliveries (conversation_id);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at DESC, id);

CREATE TABLE tool_pins (
    server text NOT NULL,
    tool text NOT NULL,
    fingerprint text NOT NULL,
    pinned_at timestamptz NOT NULL,
    pinned_by text NOT NULL,
    PRIMARY KEY (server, tool)
);

-- What happens is noted here, in the transaction in which it happens, so that it is told if and only
-- if it was kept, whoever writes it. Without subscriptions this is one look at an empty table.
CREATE FUNCTION tell_webhooks(about text, conversation uuid, facts jsonb, words jsonb)
RETURNS void LANGUAGE plpgsql AS $tell$
BEGIN
    INSERT INTO webhook_deliveries
        (id, subscription_id, kind, conversation_id, payload, created_at, next_at)
    SELECT gen_random_uuid(), id, about, conversation,
        jsonb_build_object('conversation_id', conversation) || facts
            || CASE WHEN texts THEN words ELSE '{}' END,
        now(), now()
    FROM webhook_subscriptions WHERE about = ANY(kinds) AND disabled_at IS NULL;
    IF FOUND THEN
        INSERT INTO jobs (kind, line) VALUES ('send_webhooks', 'send_webhooks');
    END IF;
END
$tell$;

CREATE FUNCTION tell_opened() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
    PERFORM tell_webhooks('conversation.opened', NEW.id, jsonb_build_object('channel', NEW.channel,
        'locale', NEW.locale, 'customer_id', NEW.customer_id), '{}');
    RETURN NULL;
END
$tell$;
CREATE TRIGGER tell_opened AFTER INSERT ON conversations
    FOR EACH ROW EXECUTE FUNCTION tell_opened();

CREATE FUNCTION tell_decided() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
    PERFORM tell_webhooks('conversation.decided', NEW.conversation_id, jsonb_build_object(
        'decision_id', NEW.id, 'turn_seq', NEW.turn_seq, 'lead', NEW.lead, 'tier', NEW.tier,
        'kind', NEW.kind, 'rule', NEW.rule, 'rule_kind', NEW.rule_kind, 'reason', NEW.reason,
        'outcome', NEW.outcome, 'policy_version', NEW.policy_version), '{}');
    RETURN NULL;
END
$tell$;
CREATE TRIGGER tell_decided AFTER INSERT ON decisions
    FOR EACH ROW EXECUTE FUNCTION tell_decided();

CREATE FUNCTION tell_handed_off() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
    PERFORM tell_webhooks('conversation.handed_off', NEW.conversation_id, jsonb_build_object(
        'handoff_id', NEW.id, 'asked_by', NEW.asked_by, 'rule', NEW.rule, 'reason', NEW.reason,
        'prefer', NEW.prefer, 'urgency', NEW.urgency, 'skills', to_jsonb(NEW.skills)),
        jsonb_build_object('note', NEW.note));
    RETURN NULL;
END
$tell$;
CREATE TRIGGER tell_handed_off AFTER INSERT ON handoffs
    FOR EACH ROW EXECUTE FUNCTION tell_handed_off();

CREATE FUNCTION tell_review_requested() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
    PERFORM tell_webhooks('review.requested', NEW.conversation_id, jsonb_build_object(
        'draft_id', NEW.id, 'reply_to', NEW.reply_to, 'expires_at', NEW.expires_at),
        jsonb_build_object('draft', NEW.text));
    RETURN NULL;
END
$tell$;
CREATE TRIGGER tell_review_requested AFTER INSERT ON drafts
    FOR EACH ROW EXECUTE FUNCTION tell_review_requested();

CREATE FUNCTION tell_closed() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
    PERFORM tell_webhooks('conversation.closed', NEW.conversation_id,
        jsonb_build_object('seq', NEW.seq, 'by', NEW.data->'by'), '{}');
    RETURN NULL;
END
$tell$;
CREATE TRIGGER tell_closed AFTER INSERT ON events
    FOR EACH ROW WHEN (NEW.kind = 'closed') EXECUTE FUNCTION tell_closed();

-- migrate: rollback
DROP TRIGGER tell_closed ON events;
DROP TRIGGER tell_review_requested ON drafts;
DROP TRIGGER tell_handed_off ON handoffs;
DROP TRIGGER tell_decided ON decisions;
DROP TRIGGER tell_opened ON conversations;
DROP FUNCTION tell_closed, tell_review_requested, tell_handed_off, tell_decided, tell_opened,
    tell_webhooks;
DROP TABLE tool_pins, webhook_deliveries, webhook_subscriptions;
