"""Webhook: what other systems are told of, signed by the Standard Webhooks convention.

https://www.standardwebhooks.com: `webhook-id`, `webhook-timestamp` and `webhook-signature`, an
HMAC-SHA256 of "id.timestamp.body" under a secret that begins with `whsec_`.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

PREFIX = "whsec_"
SECRET_BYTES = 32
OVERLAP = timedelta(hours=24)  # after a rotation both secrets sign
KEEP_TRYING = timedelta(days=3)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=12)
GROWTH = 4
JITTER = 0.2  # of each pause, either way: receivers that come back are not met by all at once
LONGEST_ERROR = 300
GONE = 410


class WebhookKind(StrEnum):
    """What can be told."""

    OPENED = "conversation.opened"
    DECIDED = "conversation.decided"
    HANDED_OFF = "conversation.handed_off"
    CLOSED = "conversation.closed"
    REVIEW_REQUESTED = "review.requested"
    TEST = "webhook.test"  # to those alone for whom it was asked


SUBSCRIBABLE = tuple(kind for kind in WebhookKind if kind is not WebhookKind.TEST)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who is told what. ``texts``: words of conversations too, not ids and facts alone.

    A disabled one is told nothing more; what was not delivered waits until it is enabled again.
    """

    id: str
    url: str
    kinds: tuple[str, ...]
    texts: bool
    secret: str = field(repr=False)
    created_at: datetime
    created_by: str
    previous_secret: str | None = field(default=None, repr=False)
    previous_until: datetime | None = None
    disabled_at: datetime | None = None
    disabled_because: str = ""

    def rotated(self, secret: str, now: datetime) -> "Subscription":
        """A new secret; the one before goes on signing beside it for a day."""
        return replace(
            self, secret=secret, previous_secret=self.secret, previous_until=now + OVERLAP
        )

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """What signs now, the newest first."""
        if self.previous_secret is None or self.previous_until is None or now > self.previous_until:
            return (self.secret,)
        return (self.secret, self.previous_secret)

    def disabled(self, now: datetime, because: str) -> "Subscription":
        """Told nothing more from now on."""
        return replace(self, disabled_at=now, disabled_because=because)

    def enabled(self) -> "Subscription":
        """Told again, and what waits is delivered."""
        return replace(self, disabled_at=None, disabled_because="")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing told to one subscriber. It is open until it is delivered or dead.

    ``id`` is the same for every attempt, so that a receiver can tell a repetition.
    """

    id: str
    subscription_id: str
    kind: str
    payload: Mapping[str, object]
    created_at: datetime
    conversation_id: str | None = None
    attempts: int = 0
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    dead_at: datetime | None = None
    status: int | None = None
    error: str = ""
    replayed_at: datetime | None = None

    @property
    def began_at(self) -> datetime:
        """Since when it is tried: three days count from here."""
        return self.replayed_at or self.created_at

    def answered(self, now: datetime, status: int) -> "Delivery":
        """The receiver took it."""
        return replace(
            self,
            attempts=self.attempts + 1,
            delivered_at=now,
            next_at=None,
            status=status,
            error="",
        )

    def failed(self, now: datetime, error: str, status: int | None, draw: float) -> "Delivery":
        """The receiver did not take it: again later, or dead after three days.

        ``draw`` is a random number from 0 to 1, for the jitter.
        """
        attempts = self.attempts + 1
        next_at = now + pause_after(attempts, draw)
        dead = next_at > self.began_at + KEEP_TRYING
        return replace(
            self,
            attempts=attempts,
            next_at=None if dead else next_at,
            dead_at=now if dead else None,
            status=status,
            error=error[:LONGEST_ERROR],
        )

    def replayed(self, now: datetime) -> "Delivery":
        """Begun anew, under the same id."""
        return replace(
            self, attempts=0, next_at=now, delivered_at=None, dead_at=None, replayed_at=now
        )


def pause_after(attempts: int, draw: float) -> timedelta:
    """How long to wait after so many failed attempts: 5 s, 20 s, 80 s … 12 h, give or take a fifth."""
    pause = min(FIRST_PAUSE * GROWTH ** min(attempts - 1, 10), LONGEST_PAUSE)
    return pause * (1 - JITTER + 2 * JITTER * draw)


def secret_of(random: bytes) -> str:
    """A secret as the convention writes it."""
    return PREFIX + base64.b64encode(random).decode()


def signature(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> str:
    """The `webhook-signature` header: one `v1,…` for each secret. Raises ValueError for none."""
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return " ".join(f"v1,{_sign(secret, signed)}" for secret in secrets)


def _sign(secret: str, signed: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("the secret is not base64 after whsec_") from error
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
