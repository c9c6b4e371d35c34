"""What goes on by itself: gaps are looked for, owners are reminded, each once."""

import uuid
from dataclasses import replace
from datetime import timedelta

from handrail.actions.find_gaps import find_gaps
from handrail.actions.look_for_gaps import look_for_gaps
from handrail.actions.ports import JobKind, StaffMember
from handrail.actions.read_gaps import read_gaps
from handrail.actions.remind_owners import remind_owners
from handrail.domain.gap import GapState
from handrail.domain.gap_search import ENOUGH, GROWN, GapSearch
from handrail.domain.notice import Notice, NoticeKind
from tests.actions.desks import HOURS, Stage, a_stage
from tests.actions.test_gaps import EASTER, asks_in_vain, with_vectors
from tests.actions.test_import_knowledge import Bench, bench

__all__ = ["bench"]


async def latest(stage: Stage) -> GapSearch | None:
    async with stage.desk.store.transaction() as tx:
        return await tx.latest_gap_search()


async def notices(stage: Stage, member: StaffMember) -> list[Notice]:
    async with stage.desk.store.transaction() as tx:
        return await tx.staff_notices(member.id)


async def test_gaps_are_looked_for_by_itself(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_vectors(stage)
        assert await look_for_gaps(stage.desk) == 0
        assert await latest(stage) is None
        await asks_in_vain(stage, EASTER)
        assert await look_for_gaps(stage.desk) == 1, "the first one waits for nothing"
        first = await latest(stage)
        assert first is not None
        assert (first.started_by, first.waiting, first.sorted_in) == ("", 1, 1)
        assert first.ended_at == stage.desk.now()
        stage.later(900)
        await asks_in_vain(stage, EASTER)
        assert await look_for_gaps(stage.desk) == 0, "one question waits until tomorrow"
        for _ in range(ENOUGH - 1):
            await asks_in_vain(stage, EASTER)
        assert await look_for_gaps(stage.desk) == ENOUGH, "many do not"
        stage.later(timedelta(days=1).total_seconds())
        await asks_in_vain(stage, EASTER)
        assert await look_for_gaps(stage.desk) == 1


async def test_stewards_hear_once_of_a_gap_that_grew(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_vectors(stage)
        steward, other = await stage.staff("steward"), await stage.staff()
        for _ in range(GROWN - 1):
            await asks_in_vain(stage, EASTER)
        await find_gaps(stage.desk, "Ana")
        assert await notices(stage, steward) == []
        await asks_in_vain(stage, EASTER)
        await find_gaps(stage.desk, "Ana")
        await asks_in_vain(stage, EASTER)
        await find_gaps(stage.desk, "Ana")
        [told] = await notices(stage, steward)
        [line] = await read_gaps(stage.desk, GapState.OPEN)
        assert (told.kind, told.about, told.text) == (
            NoticeKind.GAP_GROWN,
            line.gap.id,
            line.gap.title,
        )
        assert told.conversation_id is None
        assert await notices(stage, other) == []


def hired(bench: Bench, name: str, *roles: str) -> StaffMember:
    member = StaffMember(str(uuid.uuid4()), f"{name.lower()}@example.com", name, roles)
    bench.store.rows.staff[member.id] = member
    return member


async def test_owners_are_reminded_once_of_what_ends(bench: Bench) -> None:
    ann, steward = hired(bench, "Ann", "staff"), hired(bench, "Sue", "steward")
    today = bench.clock[0].date()
    ends = replace(HOURS, owner="ann@example.com", valid_until=today + timedelta(days=14))
    bench.store.rows.articles += [
        ends,
        replace(ends, slug="b", title="B", owner="Nobody here", valid_until=today),
        replace(ends, slug="c", valid_until=today + timedelta(days=15)),
        replace(ends, slug="d", valid_until=today - timedelta(days=1)),
        replace(ends, slug="e", draft=True),
    ]
    assert await remind_owners(bench.desk) == 2
    assert await remind_owners(bench.desk) == 0
    told = {(n.staff_id, n.kind, n.about, n.text) for n in bench.store.rows.staff_notices.values()}
    assert told == {
        (ann.id, NoticeKind.ARTICLE_ENDS, "opening-hours", "opening hours"),
        (steward.id, NoticeKind.ARTICLE_ENDS, "b", "B"),
    }
    assert {job.kind for job in bench.store.rows.jobs} == {JobKind.REMIND_OWNERS}
    bench.store.rows.articles[0] = replace(ends, valid_until=today + timedelta(days=10))
    assert await remind_owners(bench.desk) == 1, "another last day is told of again"


async def test_of_many_articles_one_notice_gives_the_number(bench: Bench) -> None:
    hired(bench, "Ann", "staff")
    today = bench.clock[0].date()
    bench.store.rows.articles += [
        replace(HOURS, slug=f"a-{n}", owner="Ann", valid_until=today) for n in range(5)
    ]
    assert await remind_owners(bench.desk) == 5
    [told] = bench.store.rows.staff_notices.values()
    assert (told.text, told.about) == ("5", "")


async def test_without_anybody_to_tell_nothing_counts_as_told(bench: Bench) -> None:
    bench.store.rows.articles.append(replace(HOURS, valid_until=bench.clock[0].date()))
    await remind_owners(bench.desk)
    hired(bench, "Sue", "steward")
    assert await remind_owners(bench.desk) == 1
    assert len(bench.store.rows.staff_notices) == 1
