"""Ports: what the web layer needs beside the actions."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from handrail.actions.ports import StaffMember
from handrail.actions.views import (
    Account,
    AccountChange,
    ApiKey,
    Counts,
    DecisionPage,
    DecisionQuery,
    DemoCustomer,
    PolicyVersion,
    Preview,
    Reader,
    Row,
    RowPage,
    RowQuery,
    SignIn,
    Supervision,
)
from handrail.domain.conversation import Event


class Board(Protocol):
    """The read side: nothing is locked, nothing changes."""

    async def opens(self, conversation_id: str, token_hash: bytes) -> bool:
        """Whether the token of this hash opens the conversation."""
        ...

    async def exists(self, conversation_id: str) -> bool:
        """Whether there is such a conversation."""
        ...

    async def sealed(self, conversation_id: str, reader: Reader) -> bool:
        """Whether it is a closed conversation that this person's skills do not let them read.

        Who led it once may always read it.
        """
        ...

    async def events(self, conversation_id: str, after: int = 0, limit: int = 1000) -> list[Event]:
        """Events with ``seq > after``, oldest first."""
        ...

    async def row(self, conversation_id: str) -> Row | None:
        """One conversation as lists show it."""
        ...

    async def rows(self, query: RowQuery) -> RowPage:
        """Raises ValueError for a cursor that this board did not make."""
        ...

    async def counts(self, staff_id: str) -> Counts:
        """How much there is of each thing that this person may turn to."""
        ...

    async def decisions(self, query: DecisionQuery) -> DecisionPage:
        """Raises ValueError for a cursor that this board did not make."""
        ...

    async def supervision(self) -> Supervision:
        """Who leads what now, who waits, who is there."""
        ...

    async def policies(self) -> Sequence[PolicyVersion]:
        """Latest loaded first."""
        ...

    async def demo_customers(self) -> Sequence[DemoCustomer]:
        """The invented customers of the demo."""
        ...

    async def check_ready(self) -> None:
        """Raises NotReady when the database or its migrations are not as this program needs them."""
        ...


class Accounts(Protocol):
    """Staff, their sessions, sign-in attempts, and API keys."""

    async def sign_in(self, email: str) -> SignIn | None:
        """What to check a password against; None for an unknown or disabled account."""
        ...

    async def open_session(self, token_hash: bytes, staff_id: str, lasts: timedelta) -> None:
        """Keep a session that ends after ``lasts`` at the latest."""
        ...

    async def session(self, token_hash: bytes, idle: timedelta) -> StaffMember | None:
        """Whose session it is, unless it ended or was idle for longer; counts as use of it."""
        ...

    async def close_session(self, token_hash: bytes) -> None:
        """End a session."""
        ...

    async def close_sessions_of(self, staff_id: str) -> None:
        """End every session of an account."""
        ...

    async def seen(self, staff_ids: Sequence[str]) -> None:
        """These people's desks are open now."""
        ...

    async def attempt(self, keys: Sequence[str], limit: int, window: timedelta) -> float | None:
        """Count one sign-in attempt under each key.

        Seconds to wait when a key has more than ``limit`` of them within ``window``, else None.
        """
        ...

    async def forget_attempts(self, keys: Sequence[str]) -> None:
        """A sign-in succeeded: count from nought."""
        ...

    async def staff_by_email(self, email: str) -> StaffMember | None:
        """The member of staff with this address; case does not count."""
        ...

    async def list_staff(self) -> Sequence[Account]:
        """All accounts."""
        ...

    async def add_staff(self, staff: StaffMember, password_hash: str) -> Account:
        """Raises AlreadyThere when the e-mail address has an account."""
        ...

    async def change_staff(self, staff_id: str, change: AccountChange) -> Account:
        """Raises LookupError."""
        ...

    async def api_key(self, key_hash: bytes) -> ApiKey | None:
        """The key of this hash unless revoked; counts as use of it."""
        ...

    async def list_api_keys(self) -> Sequence[ApiKey]:
        """All keys."""
        ...

    async def add_api_key(self, key: ApiKey, key_hash: bytes, by: str) -> None:
        """Keep a new key under its hash."""
        ...

    async def revoke_api_key(self, key_id: str, at: datetime) -> None:
        """Raises LookupError."""
        ...


class Watch(Protocol):
    """One watcher of a conversation. ``None``: look again."""

    def __aiter__(self) -> AsyncIterator[Preview | None]: ...

    def wake(self, preview: Preview | None = None) -> None:
        """Something changed, or is to be shown."""
        ...


class DeskWatch(Protocol):
    """One watcher of the desk: the conversations that changed; an empty set: something else did."""

    def __aiter__(self) -> AsyncIterator[frozenset[str]]: ...

    def wake(self, changed: Iterable[str]) -> None:
        """These changed."""
        ...


class Watchtower(Protocol):
    """Wakes whoever looks at a conversation, or at the whole desk."""

    def watch(self, conversation_id: str) -> AbstractContextManager[Watch]:
        """Watch one conversation; read its events after this call, then at each wake-up."""
        ...

    def watch_desk(self) -> AbstractContextManager[DeskWatch]:
        """Watch every conversation, presence and the AI's switch."""
        ...
