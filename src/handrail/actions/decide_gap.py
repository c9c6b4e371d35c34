"""Decide on a gap: edit its draft, publish it as an article, or dismiss it."""

from dataclasses import dataclass, replace
from typing import Literal

from handrail.actions.desk import Desk
from handrail.actions.knowledge_versions import Change
from handrail.actions.ports import Transaction
from handrail.actions.write_article import made_ready, written_slug
from handrail.domain.article_version import How
from handrail.domain.conversation import WrongState
from handrail.domain.gap import Gap, GapState
from handrail.domain.knowledge import Article
from handrail.domain.policy import UNKNOWN_KIND


@dataclass(frozen=True, slots=True)
class Edition:
    """An article as a person wants it; ``audience`` says who may read it."""

    title: str
    text: str
    audience: Literal["customer", "staff"] = "customer"


async def edit_gap(desk: Desk, gap_id: str, by: str, title: str, draft: str) -> Gap:
    """Keep a person's title and draft. Raises LookupError, or WrongState when it is decided."""
    async with desk.store.transaction() as tx:
        gap = await _open_one(tx, gap_id)
        gap = replace(gap, title=title, draft=draft, edited_by=by, edited_at=desk.now())
        await tx.keep_gap(gap)
    return gap


async def dismiss_gap(desk: Desk, gap_id: str, by: str, because: str) -> Gap:
    """No article is wanted: questions like these go on joining it unseen. Raises as ``edit_gap``."""
    async with desk.store.transaction() as tx:
        gap = await _open_one(tx, gap_id)
        gap = replace(
            gap,
            state=GapState.DISMISSED,
            decided_by=by,
            decided_at=desk.now(),
            because=because,
        )
        await tx.keep_gap(gap)
    return gap


async def publish_gap(desk: Desk, gap_id: str, by: str, edition: Edition) -> Gap:
    """Make it an article that answers from now on. Raises as ``edit_gap``.

    The article is kept before the gap: were this cut short, publishing again writes the same one.
    """
    async with desk.store.transaction() as tx:
        article = _article(desk, await _open_one(tx, gap_id), edition)
    ready = await made_ready(desk, article)
    async with desk.store.transaction() as tx:
        gap = await _open_one(tx, gap_id)
        change = Change(by, How.WRITTEN)
        await desk.knowledge.revise(ready.article, ready.chunks, ready.vectors, change)
        at = desk.now()
        gap = replace(
            gap,
            title=edition.title,
            draft=edition.text,
            edited_by=by,
            edited_at=at,
            state=GapState.PUBLISHED,
            decided_by=by,
            decided_at=at,
            slug=article.slug,
        )
        await tx.keep_gap(gap)
    return gap


async def _open_one(tx: Transaction, gap_id: str) -> Gap:
    gap = await tx.gap(gap_id)
    if gap is None:
        raise LookupError(f"no gap {gap_id}")
    if not gap.is_open:
        raise WrongState(f"{gap.decided_by} has decided already: this gap is {gap.state}.")
    return gap


def _article(desk: Desk, gap: Gap, edition: Edition) -> Article:
    return Article(
        slug=written_slug(edition.title, gap.id),
        title=edition.title,
        text=edition.text,
        audience=edition.audience,
        locale=gap.locale,
        kinds=() if gap.kind == UNKNOWN_KIND else (gap.kind,),
        skills=(),
        updated=desk.now().date(),
    )
