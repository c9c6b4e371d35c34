"""Store: the system of record on PostgreSQL."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg

from handrail.actions.ports import NotReady, Posted, Posting
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import Pool, Record, in_transaction, patiently
from handrail.adapters.postgres.sql import load
from handrail.adapters.postgres.transaction import PostgresTransaction
from handrail.domain.policy import Policy

CONVERSATIONS = load("conversations.sql")
POLICIES = load("policies.sql")


class PostgresStore:
    """Everything the actions keep. After each commit it tells watchers and wakes workers."""

    def __init__(self, pool: Pool, notices: PostgresNotices) -> None:
        self._pool = pool
        self._notices = notices

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[PostgresTransaction]:
        """One transaction; waits for a restarting server before it begins, raises afterwards."""
        async with in_transaction(self._pool) as connection:
            transaction = PostgresTransaction(connection)
            yield transaction
        self._notices.publish(
            transaction.touched, transaction.desk_changed, transaction.work_deferred
        )

    async def post_message(self, posting: Posting) -> Posted | None:
        """Keep a customer's message in one round trip; safe to repeat, so repeated when in doubt."""
        row = await patiently(lambda: self._post(posting))
        if row is None:
            return None
        if row["fresh"]:
            self._notices.publish({posting.conversation_id}, wake_workers=True)
        return Posted(row["seq"], row["fresh"])

    async def _post(self, posting: Posting) -> Record | None:
        arguments = (
            posting.conversation_id,
            posting.token_hash,
            posting.client_id,
            posting.text,
            posting.at,
        )
        try:
            return await self._pool.fetchrow(CONVERSATIONS["post_message"], *arguments)
        except asyncpg.UniqueViolationError:  # its twin was kept while this one waited
            return await self._pool.fetchrow(CONVERSATIONS["post_message"], *arguments)

    async def active_policy(self) -> str:
        """The version that was activated last. Raises NotReady when none was."""
        version = await patiently(lambda: self._pool.fetchval(POLICIES["active_policy"]))
        if version is None:
            raise NotReady("No policy is active yet. Load one with `handrail load-policy`.")
        return version

    async def policy_text(self, version: str) -> str:
        """The TOML of a loaded version. Raises LookupError when it is unknown."""
        toml = await patiently(lambda: self._pool.fetchval(POLICIES["policy_text"], version))
        if toml is None:
            raise LookupError(f"policy version {version} is not loaded")
        return toml

    async def add_policy(self, policy: Policy, toml: str, at: datetime, by: str) -> None:
        """Keep a loaded version; the same version again changes nothing."""
        arguments = (policy.version, policy.name, toml, at, by)
        await patiently(lambda: self._pool.execute(POLICIES["add_policy"], *arguments))

    async def activate_policy(self, version: str, at: datetime, by: str) -> None:
        """Let this version decide from now on. Raises LookupError when it is unknown."""
        activated = await patiently(
            lambda: self._pool.fetchval(POLICIES["activate_policy"], version, at, by)
        )
        if activated is None:
            raise LookupError(f"policy version {version} is not loaded")
        self._notices.publish(set(), desk=True)
