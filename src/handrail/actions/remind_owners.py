"""Remind owners: who keeps an article right hears in time that it soon holds no more."""

from collections.abc import Sequence
from datetime import timedelta

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind, Transaction
from handrail.actions.shelf_rows import EndingArticle
from handrail.domain.notice import Notice, NoticeKind

AHEAD = timedelta(days=14)
LOOK_EVERY = timedelta(hours=6)
BY_NAME = 3  # articles that each get a notice of their own; of more, one notice gives the number


async def remind_owners(desk: Desk) -> int:
    """Tell the owner of each article that ends within 14 days, once for each last day; later again.

    An owner who is no member of staff, or nobody, means all stewards. Gives how many articles were told
    of. Safe to repeat: notices and that they were given are one transaction.
    """
    now = desk.now()
    async with desk.store.transaction() as tx:
        await tx.defer_next(Job(JobKind.REMIND_OWNERS, due=now + LOOK_EVERY))
        ending = await tx.ending_articles(now.date(), (now + AHEAD).date())
        if not ending:
            return 0
        owners = await tx.staff_named([one.owner for one in ending if one.owner])
        stewards = await tx.stewards()
        theirs: dict[str, list[EndingArticle]] = {}
        for one in ending:
            for staff_id in [owners[one.owner]] if one.owner in owners else stewards:
                theirs.setdefault(staff_id, []).append(one)
        for staff_id, articles in theirs.items():
            await _tell(desk, tx, staff_id, articles)
        if theirs:
            await tx.told_of([one.slug for one in ending])
    return len(ending)


async def _tell(
    desk: Desk, tx: Transaction, staff_id: str, articles: Sequence[EndingArticle]
) -> None:
    told = [(one.title, one.slug) for one in articles]
    if len(articles) > BY_NAME:
        told = [(str(len(articles)), "")]
    for text, slug in told:
        kind = NoticeKind.ARTICLE_ENDS
        await tx.add_notice(Notice(desk.new_id(), staff_id, kind, desk.now(), text, None, slug))
