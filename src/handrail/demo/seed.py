"""Seed: the demo's policy, articles, staff and customers, put in once and left alone afterwards."""

import asyncio
import hashlib
import secrets
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import cast

import msgspec

from handrail.actions.load_policy import activate_policy, load_articles, load_policy
from handrail.actions.views import ApiKey
from handrail.adapters.policy_files.articles import load_articles as read_articles
from handrail.adapters.policy_files.load import bundled_policies
from handrail.demo.past import seed_past
from handrail.domain.customer import Contact, Customer
from handrail.domain.snippet import Snippet
from handrail.operate import RefusedError, add_account
from handrail.wiring import Parts

DATA = Path(str(files("handrail.demo"))) / "data"
POLICIES = Path(str(files("handrail"))) / "policies"
BY = "demo"
SCOPES = ("assess", "conversations:read", "desk")


class DemoAccount(msgspec.Struct, frozen=True):
    """A demo account with the password that was made for it."""

    email: str
    name: str
    password: str
    roles: tuple[str, ...]


class Keys(msgspec.Struct, frozen=True):
    """What opens the demo: accounts and an API key, made at its first start."""

    accounts: tuple[DemoAccount, ...]
    api_key: str


async def seed_policy(parts: Parts, policy: str, database_url: str) -> None:
    """Load the bundled policies, so that each can be tried on a text, and let one of them decide.

    Its kinds have an invented past before it decides, and the certificates that this past carries.
    """
    versions: dict[str, str] = {}
    for name in bundled_policies():
        file = POLICIES / f"{name}.toml"
        toml = await asyncio.to_thread(file.read_text, "utf-8")
        versions[name] = (await load_policy(parts.desk, toml, file.name, BY)).version
    if policy not in versions:
        raise RefusedError(f"There is no bundled policy '{policy}': {', '.join(versions)}.")
    articles = read_articles(POLICIES / policy)
    await load_articles(parts.desk, articles)
    decides = await parts.desk.policies.version(versions[policy])
    await seed_past(parts.desk, database_url, decides, articles)
    await activate_policy(parts.desk, versions[policy], BY)


async def seed_people(parts: Parts, keys: Keys | None) -> Keys:
    """Put staff, an API key and customers in at the first start; ``keys`` are those of an earlier one."""
    if keys is not None and await parts.accounts.staff_by_email(keys.accounts[0].email):
        return keys
    keys = await _seed_staff(parts)
    await _seed_customers(parts)
    await _seed_snippets(parts)
    return keys


async def _seed_staff(parts: Parts) -> Keys:
    accounts: list[DemoAccount] = []
    for member in _tables("staff.toml", "staff"):
        account = DemoAccount(
            str(member["email"]),
            str(member["name"]),
            secrets.token_urlsafe(9),
            tuple(cast(list[str], member["roles"])),
        )
        skills = tuple(cast(list[str], member.get("skills", [])))
        await add_account(
            parts, account.email, account.name, account.password, account.roles, skills
        )
        accounts.append(account)
    secret = "hk_" + secrets.token_urlsafe(32)
    key = ApiKey(
        id=parts.desk.new_id(), name="demo scripts", scopes=SCOPES, created_at=datetime.now(UTC)
    )
    await parts.accounts.add_api_key(key, hashlib.sha256(secret.encode()).digest(), "demo")
    return Keys(tuple(accounts), secret)


async def _seed_customers(parts: Parts) -> None:
    for table in _tables("customers.toml", "customers"):
        async with parts.desk.store.transaction() as tx:
            customer = await tx.upsert_customer(
                Customer(
                    id=parts.desk.new_id(),
                    external_id=str(table["external_id"]),
                    name=str(table["name"]),
                    email=str(table["email"]),
                    segment=str(table.get("segment", "")),
                    vulnerable=bool(table.get("vulnerable", False)),
                )
            )
            for entry in cast(list[Mapping[str, object]], table.get("history", [])):
                await tx.add_contact(customer.id, _contact(parts, entry))


async def _seed_snippets(parts: Parts) -> None:
    async with parts.desk.store.transaction() as tx:
        for table in _tables("snippets.toml", "snippets"):
            await tx.keep_snippet(
                Snippet(
                    id=parts.desk.new_id(),
                    name=str(table["name"]),
                    text=str(table["text"]),
                    locale=str(table["locale"]),
                    changed_at=datetime.now(UTC),
                    changed_by=BY,
                )
            )


def _contact(parts: Parts, entry: Mapping[str, object]) -> Contact:
    day = entry["date"]
    assert hasattr(day, "isoformat")
    return Contact(
        id=parts.desk.new_id(),
        at=datetime.combine(cast("datetime", day), time(12), tzinfo=UTC),
        channel=str(entry["channel"]),
        summary=str(entry["summary"]),
        outcome=str(entry["outcome"]),
        sentiment=float(str(entry.get("sentiment", 0.0))),
        promised=str(entry.get("promised", "")),
    )


def _tables(file: str, key: str) -> list[Mapping[str, object]]:
    with (DATA / file).open("rb") as opened:
        return cast(list[Mapping[str, object]], tomllib.load(opened)[key])
