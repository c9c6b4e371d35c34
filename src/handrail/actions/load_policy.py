"""Load a policy and its articles: versioned, learnt, and refused whole when anything is wrong."""

import asyncio
from collections.abc import Sequence

from handrail.actions.article_vectors import article_vectors
from handrail.actions.desk import Desk
from handrail.domain.knowledge import Article
from handrail.domain.policy import Policy


async def load_policy(desk: Desk, toml: str, source: str, by: str) -> Policy:
    """Keep a policy version without letting it decide yet. Raises PolicyError with file, key, reason."""
    policy = await asyncio.to_thread(desk.policies.read, toml, source)
    await desk.store.add_policy(policy, toml, desk.now(), by)
    return policy


async def activate_policy(desk: Desk, version: str, by: str) -> None:
    """Let a loaded version decide every turn from now on. Raises LookupError."""
    await desk.policies.version(version)
    await desk.store.activate_policy(version, desk.now(), by)


async def load_articles(desk: Desk, articles: Sequence[Article]) -> int:
    """Make these the desk's articles; gives how many changed."""
    embeddings = await asyncio.to_thread(article_vectors, articles, desk.signals.embed)
    return await desk.knowledge.load(articles, embeddings)
