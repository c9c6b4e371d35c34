import asyncpg
import pytest

from handrail.actions.ports import Job, JobKind
from handrail.actions.take_turn import take_turn
from handrail.domain.conversation import Owner, Party, State
from handrail.worker import begin_what_recurs, when_exhausted, work_at
from tests.actions.desks import CHECKED, RISKY, ROUTINE, a_stage


async def test_every_kind_of_job_is_somebodys_work(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        assert set(work_at(stage.desk)) == set(JobKind)


RECURRING = (JobKind.SEARCH_GAPS, JobKind.REMIND_OWNERS)
ABOUT_ALL = (JobKind.ROUTE_QUEUE, JobKind.SEND_WEBHOOKS, *RECURRING)


@pytest.mark.parametrize("kind", [kind for kind in JobKind if kind not in ABOUT_ALL])
async def test_a_job_about_nothing_is_refused(database_url: str, kind: JobKind) -> None:
    async with a_stage(database_url) as stage:
        with pytest.raises(ValueError, match=r"names no conversation|what it is about"):
            await work_at(stage.desk)[kind](Job(kind))


async def test_jobs_do_what_they_are_named_for(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        work = work_at(stage.desk)
        opened = await stage.customer()
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await work[JobKind.TAKE_TURN](Job(JobKind.TAKE_TURN, opened.id))
        answer = (await stage.events(opened))[-1]
        assert answer.text == "We are open from 8 to 20."
        await work[JobKind.FOLLOW_UP](Job(JobKind.FOLLOW_UP, opened.id, str(answer.seq)))
        asked = (await stage.events(opened))[-1]
        assert asked.data == {"key": "follow_up"}
        await work[JobKind.FOLLOW_UP](Job(JobKind.FOLLOW_UP, opened.id, str(answer.seq)))
        assert (await stage.events(opened))[-1] == asked
        await work[JobKind.FOLLOW_UP](Job(JobKind.FOLLOW_UP, opened.id, str(asked.seq)))
        assert (await stage.conversation(opened)).state is State.CLOSED
        await work[JobKind.ROUTE_QUEUE](Job(JobKind.ROUTE_QUEUE))


async def test_jobs_that_come_too_late_change_nothing(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        work = work_at(stage.desk)
        opened = await stage.customer()
        await stage.asks(opened, "my card is gone", RISKY)
        await take_turn(stage.desk, opened.id)
        before = await stage.events(opened)
        nobody = "00000000-0000-4000-8000-000000000000"
        for kind in (
            JobKind.LAPSE_OFFER,
            JobKind.LAPSE_REVIEW,
            JobKind.UPDATE_WAIT,
            JobKind.CALL_BACK,
        ):
            await work[kind](Job(kind, opened.id, nobody))
        assert await stage.events(opened) == before


async def test_a_turn_that_fails_again_and_again_goes_to_a_person(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "how long takes a loan", CHECKED)
        give_up = when_exhausted(stage.desk)
        await give_up(Job(JobKind.TAKE_TURN, opened.id))
        await give_up(Job(JobKind.TAKE_TURN, opened.id))
        await give_up(Job(JobKind.ROUTE_QUEUE))
        assert (await stage.conversation(opened)).owner == Owner(Party.DESK)
        assert (await stage.kinds(opened)).count("handoff_requested") == 1


async def test_what_recurs_begins_once_and_goes_on(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        await begin_what_recurs(stage.desk)
        stage.later(3650 * 86_400)  # the jobs' clock is the database's
        for kind in RECURRING:
            await work_at(stage.desk)[kind](Job(kind))
            await work_at(stage.desk)[kind](Job(kind))
        connection = await asyncpg.connect(database_url)
        rows = await connection.fetch(
            "SELECT kind, count(*) FILTER (WHERE due > now()) FROM jobs GROUP BY kind"
        )
        await connection.close()
        assert {row["kind"]: row["count"] for row in rows} == dict.fromkeys(RECURRING, 1)
