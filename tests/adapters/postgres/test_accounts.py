import asyncio
import hashlib
import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from handrail.actions.ports import StaffMember
from handrail.actions.views import AccountChange, AlreadyThere, ApiKey, SignIn
from handrail.adapters.postgres.accounts import PostgresAccounts
from handrail.adapters.postgres.pool import Pool, open_pool

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    pool: Pool
    accounts: PostgresAccounts

    async def hired(self, email: str = "Ana@Example.com") -> StaffMember:
        member = StaffMember(str(uuid.uuid4()), email, "Ana", ("staff",), ("cards",), 3, "de")
        assert (await self.accounts.add_staff(member, "hash")).staff == member
        return member


@pytest.fixture
async def desk(database_url: str) -> AsyncGenerator[Desk]:
    pool = await open_pool(database_url, 8)
    yield Desk(pool, PostgresAccounts(pool))
    await pool.close()


def hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def test_an_address_has_one_account_whatever_its_case(desk: Desk) -> None:
    ana = await desk.hired()
    with pytest.raises(AlreadyThere):
        await desk.hired("ana@example.COM")
    assert await desk.accounts.sign_in("ANA@example.com") == SignIn(ana.id, "hash")
    assert await desk.accounts.staff_by_email("ana@EXAMPLE.com") == ana
    assert await desk.accounts.sign_in("ben@example.com") is None
    assert [account.staff for account in await desk.accounts.list_staff()] == [ana]


async def test_a_change_leaves_what_it_does_not_name(desk: Desk) -> None:
    ana = await desk.hired()
    change = AccountChange(roles=("staff", "supervisor"), skills=(), capacity=9)
    changed = (await desk.accounts.change_staff(ana.id, change)).staff
    assert (changed.roles, changed.skills, changed.capacity) == (("staff", "supervisor"), (), 9)
    assert (changed.name, changed.email, changed.locale) == (ana.name, ana.email, ana.locale)
    with pytest.raises(LookupError):
        await desk.accounts.change_staff(str(uuid.uuid4()), change)


async def test_a_disabled_account_cannot_enter_until_it_is_enabled(desk: Desk) -> None:
    ana = await desk.hired()
    await desk.accounts.open_session(hashed("s"), ana.id, DAY)
    account = await desk.accounts.change_staff(ana.id, AccountChange(active=False))
    assert account.disabled_at is not None
    assert await desk.accounts.session(hashed("s"), DAY) is None
    assert await desk.accounts.sign_in(ana.email) is None
    account = await desk.accounts.change_staff(ana.id, AccountChange(active=True))
    assert account.disabled_at is None
    assert await desk.accounts.sign_in(ana.email) is not None
    assert await desk.accounts.session(hashed("s"), DAY) is None


async def test_a_new_password_ends_every_session(desk: Desk) -> None:
    ana = await desk.hired()
    await desk.accounts.open_session(hashed("s"), ana.id, DAY)
    await desk.accounts.change_staff(ana.id, AccountChange(password_hash="new"))
    assert await desk.accounts.session(hashed("s"), DAY) is None
    assert await desk.accounts.sign_in(ana.email) == SignIn(ana.id, "new")


async def test_a_session_lasts_while_it_is_used_and_no_longer_than_said(desk: Desk) -> None:
    ana = await desk.hired()
    await desk.accounts.open_session(hashed("s"), ana.id, DAY)
    assert await desk.accounts.session(hashed("s"), MINUTE) == ana
    assert await desk.accounts.session(hashed("other"), MINUTE) is None
    await desk.pool.execute("UPDATE sessions SET used_at = now() - interval '50 seconds'")
    assert await desk.accounts.session(hashed("s"), MINUTE) == ana
    await desk.pool.execute("UPDATE sessions SET used_at = now() - interval '70 seconds'")
    assert await desk.accounts.session(hashed("s"), MINUTE) is None
    assert await desk.accounts.session(hashed("s"), DAY) == ana  # and that was a use of it
    assert await desk.accounts.session(hashed("s"), MINUTE) == ana
    await desk.pool.execute("UPDATE sessions SET expires_at = now()")
    assert await desk.accounts.session(hashed("s"), DAY) is None


async def test_sessions_are_closed_one_or_all(desk: Desk) -> None:
    ana = await desk.hired()
    for token in "abc":
        await desk.accounts.open_session(hashed(token), ana.id, DAY)
    await desk.accounts.close_session(hashed("a"))
    assert await desk.accounts.session(hashed("a"), DAY) is None
    assert await desk.accounts.session(hashed("b"), DAY) == ana
    await desk.accounts.close_sessions_of(ana.id)
    assert await desk.accounts.session(hashed("b"), DAY) is None


async def test_attempts_beyond_the_limit_wait(desk: Desk) -> None:
    for _ in range(3):
        assert await desk.accounts.attempt(["ip", "mail"], 3, MINUTE) is None
    wait = await desk.accounts.attempt(["ip", "other"], 3, MINUTE)
    assert wait is not None
    assert 0 < wait <= 60
    assert await desk.accounts.attempt(["other"], 3, MINUTE) is None
    await desk.accounts.forget_attempts(["ip"])
    assert await desk.accounts.attempt(["ip"], 3, MINUTE) is None
    assert await desk.accounts.attempt(["mail"], 3, MINUTE) is not None
    await desk.pool.execute("UPDATE login_attempts SET at = at - interval '61 seconds'")
    assert await desk.accounts.attempt(["mail"], 3, MINUTE) is None


async def test_attempts_at_once_do_not_slip_past_the_limit(desk: Desk) -> None:
    waits = await asyncio.gather(*(desk.accounts.attempt(["ip"], 5, MINUTE) for _ in range(30)))
    assert waits.count(None) == 5


async def test_an_api_key_works_until_it_is_revoked(desk: Desk) -> None:
    now = datetime.now(UTC)
    key = ApiKey(str(uuid.uuid4()), "scripts", ("assess",), now)
    await desk.accounts.add_api_key(key, hashed("hk_1"), "Ana")
    assert await desk.accounts.api_key(hashed("hk_1")) == key
    [used] = await desk.accounts.list_api_keys()
    assert used.last_used_at is not None
    assert await desk.accounts.api_key(hashed("hk_2")) is None
    await desk.accounts.revoke_api_key(key.id, now)
    assert await desk.accounts.api_key(hashed("hk_1")) is None
    [revoked] = await desk.accounts.list_api_keys()
    assert revoked.revoked_at == now
    with pytest.raises(LookupError):
        await desk.accounts.revoke_api_key(str(uuid.uuid4()), now)
