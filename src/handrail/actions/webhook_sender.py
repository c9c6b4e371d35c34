"""Webhook sender: what the actions need to reach another system."""

from collections.abc import Mapping
from typing import Protocol


class NotSent(Exception):
    """The receiver was not reached, or gave no answer in time; says why."""


class TargetRefused(NotSent):
    """The address leads into a private network, or is none that may be sent to."""


class WebhookSender(Protocol):
    """Posts to addresses that others have named. Never hangs, follows nothing, reads no answer."""

    async def check(self, url: str) -> None:
        """Raise TargetRefused for an address that nothing may be sent to now."""
        ...

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status of the answer. Raises NotSent."""
        ...
