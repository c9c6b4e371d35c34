"""What is told, how it is signed, and how long it is tried."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from handrail.domain.webhook import (
    KEEP_TRYING,
    LONGEST_PAUSE,
    OVERLAP,
    Delivery,
    Subscription,
    WebhookKind,
    pause_after,
    secret_of,
    signature,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ONE = secret_of(b"1" * 32)
TWO = secret_of(b"2" * 32)


def a_subscription() -> Subscription:
    return Subscription(
        "s", "https://a.example/hook", (WebhookKind.OPENED,), texts=False, secret=ONE,
        created_at=NOW, created_by="Ada",
    )  # fmt: skip


def a_delivery() -> Delivery:
    return Delivery("d", "s", WebhookKind.OPENED, {}, NOW, next_at=NOW)


@pytest.mark.parametrize("secrets", [(ONE,), (TWO, ONE)])
def test_the_conventions_own_library_verifies_a_signature(secrets: tuple[str, ...]) -> None:
    at = datetime.now(UTC)  # the library refuses what is older than five minutes
    body = '{"type":"conversation.opened","über":1}'
    headers = {
        "webhook-id": "msg-1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(secrets, "msg-1", at, body.encode()),
    }
    assert Webhook(ONE).verify(body, headers)
    with pytest.raises(Exception, match="signature"):
        Webhook(secret_of(b"3" * 32)).verify(body, headers)
    with pytest.raises(Exception, match="signature"):
        Webhook(ONE).verify(body + " ", headers)


def test_a_secret_must_be_one() -> None:
    assert base64.b64decode(ONE.removeprefix("whsec_")) == b"1" * 32
    with pytest.raises(ValueError, match="base64"):
        signature(("whsec_!",), "m", NOW, b"")


def test_both_secrets_sign_for_a_day_after_a_rotation() -> None:
    rotated = a_subscription().rotated(TWO, NOW)
    assert a_subscription().secrets(NOW) == (ONE,)
    assert rotated.secrets(NOW + OVERLAP) == (TWO, ONE)
    assert rotated.secrets(NOW + OVERLAP + timedelta(seconds=1)) == (TWO,)
    assert ONE not in repr(rotated)


def test_is_disabled_with_a_reason_and_enabled_again() -> None:
    disabled = a_subscription().disabled(NOW, "it answered 410 Gone")
    assert (disabled.disabled_at, disabled.disabled_because) == (NOW, "it answered 410 Gone")
    assert disabled.enabled() == a_subscription()


def test_pauses_grow_to_half_a_day_and_vary_by_a_fifth() -> None:
    middle = [pause_after(n, 0.5) for n in range(1, 30)]
    assert middle[0] == timedelta(seconds=5)
    assert middle == sorted(middle)
    assert middle[-1] == LONGEST_PAUSE
    assert pause_after(1, 0.0) == timedelta(seconds=4)
    assert pause_after(1, 1.0) == timedelta(seconds=6)


@pytest.mark.parametrize("draw", [0.0, 0.5, 1.0])
def test_is_tried_for_three_days_and_then_given_up(draw: float) -> None:
    delivery, now = a_delivery(), NOW
    while delivery.dead_at is None:
        assert delivery.next_at is not None
        now = delivery.next_at
        delivery = delivery.failed(now, "no " * 1000, 500, draw)
    assert NOW + KEEP_TRYING - LONGEST_PAUSE * 1.2 <= delivery.dead_at <= NOW + KEEP_TRYING
    assert delivery.next_at is None
    assert (delivery.status, len(delivery.error)) == (500, 300)
    assert 10 <= delivery.attempts <= 20


def test_a_delivery_that_was_taken_is_over() -> None:
    done = a_delivery().failed(NOW, "no", None, 0.5).answered(NOW, 204)
    assert (done.attempts, done.delivered_at, done.next_at) == (2, NOW, None)
    assert (done.status, done.error) == (204, "")


def test_a_replay_begins_anew_under_the_same_id() -> None:
    later = NOW + timedelta(days=9)
    again = a_delivery().answered(NOW, 200).replayed(later)
    assert (again.id, again.attempts, again.next_at, again.delivered_at) == ("d", 0, later, None)
    assert again.failed(later, "no", 500, 0.5).dead_at is None
