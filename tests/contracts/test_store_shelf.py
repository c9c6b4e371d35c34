"""What every store promises of reminders about knowledge and searches for gaps, on both of them."""

from dataclasses import replace
from datetime import timedelta

from handrail.actions.ports import Job, JobKind
from handrail.domain.gap_search import GapSearch
from handrail.domain.import_run import UPLOADS, ImportItem, ImportRun, ImportSettings, ItemState
from handrail.domain.notice import Notice, NoticeKind
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, hired, new_id
from tests.contracts.test_store_gaps import a_gap, unanswered


async def test_searches_are_kept_as_they_move(desk: UnderContract) -> None:
    first = GapSearch(new_id(), NOW, NOW, waiting=2)
    later = replace(first, id=new_id(), started_at=NOW + timedelta(hours=1), started_by="Ann")
    async with desk.store.transaction() as tx:
        assert await tx.latest_gap_search() is None
        await tx.keep_gap_search(later)
        await tx.keep_gap_search(first)
        assert await tx.latest_gap_search() == later
        ended = replace(later, sorted_in=2, moved_at=NOW, ended_at=NOW)
        await tx.keep_gap_search(ended)
        assert await tx.latest_gap_search() == ended


async def test_questions_in_a_gap_wait_no_more(desk: UnderContract) -> None:
    first, _ = await unanswered(desk), await unanswered(desk, 1)
    gap = replace(a_gap(), told_at=NOW)
    async with desk.store.transaction() as tx:
        assert await tx.count_unanswered() == 2
        await tx.keep_gap(gap)
        await tx.put_in_gap(gap.id, [first.id])
        assert await tx.count_unanswered() == 1
        assert await tx.gap(gap.id) == gap


async def test_owners_and_stewards_are_found_by_name_or_mail(desk: UnderContract) -> None:
    ann = await hired(desk, "Ann Bee")
    first, second = await hired(desk, "Cy", ("steward",)), await hired(desk, "Cy", ("steward",))
    async with desk.store.transaction() as tx:
        assert await tx.stewards() == sorted([first.id, second.id])
        found = await tx.staff_named(["ann bee", ann.email.upper(), "Cy", "Nobody"])
        assert found == {"ann bee": ann.id, ann.email.upper(): ann.id}
        assert await tx.ending_articles(NOW.date(), NOW.date()) == []
        await tx.told_of(["nothing"])


async def test_a_notice_need_not_be_about_a_conversation(desk: UnderContract) -> None:
    ann = await hired(desk, "Ann")
    kinds = (NoticeKind.GAP_GROWN, NoticeKind.ARTICLE_ENDS)
    told = [Notice(new_id(), ann.id, kind, NOW, "Fees", None, "fees") for kind in kinds]
    async with desk.store.transaction() as tx:
        for notice in told:
            await tx.add_notice(notice)
        assert {n.id for n in await tx.staff_notices(ann.id)} == {n.id for n in told}
        assert {n.conversation_id for n in await tx.staff_notices(ann.id)} == {None}


async def test_what_recurs_waits_once(desk: UnderContract) -> None:
    later = Job(JobKind.SEARCH_GAPS, due=NOW + timedelta(days=4000))
    async with desk.store.transaction() as tx:
        await tx.defer_next(later)
        await tx.defer_next(later)
        await tx.defer_next(replace(later, kind=JobKind.REMIND_OWNERS))
    assert [job[0] for job in await desk.jobs()] == ["search_gaps", "remind_owners"]


async def test_the_files_of_an_upload_are_counted(desk: UnderContract) -> None:
    run = ImportRun(new_id(), UPLOADS, ImportSettings(), False, "Ann", NOW)
    async with desk.store.transaction() as tx:
        await tx.add_import(run)
        assert await tx.staged_size(run.id) == 0
        await tx.stage(run.id, [ImportItem("b.md", b"12"), ImportItem("a.md", b"3")], ["c.md"])
        assert await tx.staged_size(run.id) == 3
        items = await tx.import_items(run.id)
        assert items == [
            ItemState("a.md", "waiting"),
            ItemState("b.md", "waiting"),
            ItemState("c.md", "unchanged"),
        ]
        assert await tx.import_items(run.id, 1) == items[:1]
