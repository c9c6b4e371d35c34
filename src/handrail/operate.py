"""Operate: what an operator does from the command line on a desk of their own."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from argon2 import PasswordHasher

from handrail.actions.backfill_similar import backfill_similar
from handrail.actions.load_policy import activate_policy, load_articles, load_policy
from handrail.actions.ports import StaffMember
from handrail.actions.solved_rows import Backfill
from handrail.actions.train_policy import Trained, train_policy
from handrail.adapters.policy_files.articles import load_articles as read_articles
from handrail.domain.policy import PolicyError
from handrail.settings import Settings
from handrail.tool_settings import ToolServerSettings
from handrail.wiring import Parts, check_tools_of, open_parts, policy_tools

SHORTEST_PASSWORD = 12
BY = "command line"


class RefusedError(ValueError):
    """The command was not carried out; says why and what to do."""


async def create_admin(settings: Settings, email: str, name: str, password: str) -> None:
    """Make an account with every role. Raises RefusedError for a short password or a taken address."""
    if len(password) < SHORTEST_PASSWORD:
        raise RefusedError(
            f"The password has under {SHORTEST_PASSWORD} characters; choose a longer one."
        )
    async with open_parts(settings) as parts:
        roles = ("staff", "supervisor", "steward", "admin")
        await add_account(parts, email, name, password, roles)


async def add_account(
    parts: Parts,
    email: str,
    name: str,
    password: str,
    roles: tuple[str, ...],
    skills: tuple[str, ...] = (),
) -> None:
    """Keep one account. Raises RefusedError when the address has one."""
    if await parts.accounts.staff_by_email(email) is not None:
        raise RefusedError(f"{email} has an account already.")
    member = StaffMember(parts.desk.new_id(), email, name, roles, skills)
    await parts.accounts.add_staff(member, PasswordHasher().hash(password))


async def load_policy_file(
    settings: Settings, file: Path, articles: Path | None, activate: bool
) -> str:
    """Load a policy and its articles; gives one sentence on what was loaded. Raises PolicyError."""
    toml = await asyncio.to_thread(file.read_text, "utf-8")
    async with open_parts(settings) as parts:
        return await load_into(parts, toml, str(file), articles, activate)


async def load_into(
    parts: Parts, toml: str, source: str, articles: Path | None, activate: bool
) -> str:
    """The same on an open desk."""
    policy = await load_policy(parts.desk, toml, source, BY)
    changed = 0
    if articles is not None:
        changed = await load_articles(parts.desk, read_articles(articles))
    if activate:
        await activate_policy(parts.desk, policy.version, BY)
    head = await parts.desk.policies.head(policy)
    confusable = ", ".join(f"{one}/{other}" for one, other, _ in head.confusable[:3])
    return (
        f"{policy.name} {policy.version}: {len(policy.kinds)} kinds, "
        f"{head.accuracy:.0%} of examples read rightly when left out"
        + (f" (easily confused: {confusable})" if confusable else "")
        + f"; {changed} articles changed"
        + ("; it decides from now on." if activate else "; not active yet.")
    )


def train_policy_file(file: Path) -> Trained:
    """Learn the kinds of a policy file, without a database. Raises PolicyError."""
    read, signals = policy_tools()
    return train_policy(read(file.read_text("utf-8"), str(file)), signals)


async def check_policy_file(file: Path, servers: Sequence[ToolServerSettings]) -> list[PolicyError]:
    """What in a policy's tools does not fit their servers. Raises PolicyError for no policy at all."""
    read, _ = policy_tools()
    policy = read(await asyncio.to_thread(file.read_text, "utf-8"), str(file))
    return await check_tools_of(policy, str(file), servers)


async def backfill(
    settings: Settings, tell: Callable[[Backfill], None], *, again: bool
) -> Backfill:
    """Look through closed conversations for those that staff solved, on from where it was stopped."""
    async with open_parts(settings) as parts:
        return await backfill_similar(parts.desk, tell, again=again)
