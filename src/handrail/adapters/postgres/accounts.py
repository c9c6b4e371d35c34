"""Accounts: staff and their sessions, and the API keys of integrators. Only hashes are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handrail.actions.ports import StaffMember
from handrail.actions.views import Account, AccountChange, AlreadyThere, ApiKey, SignIn
from handrail.adapters.postgres.pool import Pool, Record, in_transaction, patiently
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load

QUERIES = load("accounts.sql")


class PostgresAccounts:
    """Who may enter. Tokens and keys come in as SHA-256, passwords as their argon2 hash."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def sign_in(self, email: str) -> SignIn | None:
        """What to check a password against; None for an unknown or disabled account."""
        row = await self._row("sign_in", email)
        return read(SignIn, row) if row else None

    async def open_session(self, token_hash: bytes, staff_id: str, lasts: timedelta) -> None:
        """Keep a session that ends after ``lasts`` at the latest."""
        await self._pool.execute(QUERIES["open_session"], token_hash, staff_id, lasts)

    async def session(self, token_hash: bytes, idle: timedelta) -> StaffMember | None:
        """Whose session it is, unless it ended or was idle for longer; counts as use of it."""
        row = await self._row("session", token_hash, idle)
        return read(StaffMember, row) if row else None

    async def close_session(self, token_hash: bytes) -> None:
        """End a session."""
        await self._pool.execute(QUERIES["close_session"], token_hash)

    async def close_sessions_of(self, staff_id: str) -> None:
        """End every session of an account."""
        await self._pool.execute(QUERIES["close_sessions_of"], staff_id)

    async def seen(self, staff_ids: Sequence[str]) -> None:
        """These people's desks are open now; offers come only to people seen within 90 s."""
        await self._pool.execute(QUERIES["seen"], staff_ids)

    async def attempt(self, keys: Sequence[str], limit: int, window: timedelta) -> float | None:
        """Count one sign-in attempt under each key.

        Seconds to wait when a key has ``limit`` of them within ``window`` already, else None.
        A refused attempt does not count, so that nobody can keep another out for good.
        """
        async with in_transaction(self._pool) as connection:
            await connection.execute(QUERIES["lock_attempts"], keys)
            return await connection.fetchval(QUERIES["attempt"], keys, limit, window)

    async def forget_attempts(self, keys: Sequence[str]) -> None:
        """A sign-in succeeded: count from nought."""
        await self._pool.execute(QUERIES["forget_attempts"], keys)

    async def staff_by_email(self, email: str) -> StaffMember | None:
        """The member of staff with this address; case does not count."""
        row = await self._row("staff_by_email", email)
        return read(StaffMember, row) if row else None

    async def list_staff(self) -> list[Account]:
        """All accounts by name, disabled ones last."""
        return [account(row) for row in await self._rows("accounts", None)]

    async def add_staff(self, staff: StaffMember, password_hash: str) -> Account:
        """Keep a new account. Raises AlreadyThere when the e-mail address has one."""
        values = (staff.id, staff.email, staff.name, password_hash)
        more = (staff.roles, staff.skills, staff.capacity, staff.locale)
        if (await self._pool.execute(QUERIES["add_staff"], *values, *more)).endswith(" 0"):
            raise AlreadyThere(f"There is an account for {staff.email} already.")
        return await self._account(staff.id)

    async def change_staff(self, staff_id: str, change: AccountChange) -> Account:
        """Change an account; a new password or disabling ends its sessions. Raises LookupError."""
        values = (change.name, change.roles, change.skills, change.capacity, change.locale)
        more = (change.password_hash, change.active)
        async with in_transaction(self._pool) as connection:
            await connection.execute(QUERIES["change_staff"], staff_id, *values, *more)
            if change.password_hash is not None or change.active is False:
                await connection.execute(QUERIES["close_sessions_of"], staff_id)
        return await self._account(staff_id)

    async def api_key(self, key_hash: bytes) -> ApiKey | None:
        """The key of this hash unless revoked; counts as use of it."""
        row = await self._row("api_key", key_hash)
        return read(ApiKey, row) if row else None

    async def list_api_keys(self) -> list[ApiKey]:
        """All keys, latest first, revoked ones last."""
        return [read(ApiKey, row) for row in await self._rows("api_keys")]

    async def add_api_key(self, key: ApiKey, key_hash: bytes, by: str) -> None:
        """Keep a new key under its hash."""
        values = (key.id, key.name, key_hash, key.scopes, key.created_at, by)
        await self._pool.execute(QUERIES["add_api_key"], *values)

    async def revoke_api_key(self, key_id: str, at: datetime) -> None:
        """Make a key useless. Raises LookupError."""
        if (await self._pool.execute(QUERIES["revoke_api_key"], key_id, at)).endswith(" 0"):
            raise LookupError(f"no API key {key_id}")

    async def _account(self, staff_id: str) -> Account:
        rows = await self._rows("accounts", staff_id)
        if not rows:
            raise LookupError(f"no member of staff {staff_id}")
        return account(rows[0])

    async def _row(self, query: str, *arguments: object) -> Record | None:
        return await patiently(lambda: self._pool.fetchrow(QUERIES[query], *arguments))

    async def _rows(self, query: str, *arguments: object) -> list[Record]:
        return await patiently(lambda: self._pool.fetch(QUERIES[query], *arguments))


def account(row: Record) -> Account:
    """An account from a row that holds its member of staff too."""
    return Account(read(StaffMember, row), row["created_at"], row["disabled_at"])
