"""From questions that found nothing to a published article."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace

import pytest

from handrail.actions.accept import take_over
from handrail.actions.decide_gap import Edition, dismiss_gap, edit_gap, publish_gap
from handrail.actions.find_gaps import find_gaps
from handrail.actions.gap_rows import GapTools
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import NotReady
from handrail.actions.read_gaps import read_gap, read_gaps
from handrail.actions.take_turn import take_turn
from handrail.actions.write_as_staff import write_as_staff
from handrail.adapters.signals.grouping import group_alike
from handrail.domain.conversation import WrongState
from handrail.domain.gap import GapState
from handrail.domain.personal_data import PersonalKind
from tests.actions.desks import Stage, a_stage
from tests.fakes.personal_data import FakePersonalData

EASTER = "do you open on easter monday"
ALSO_EASTER = "are the branches closed at easter, asks Ana Diaz"
BICYCLES = "where can bicycles be left"
CLOSED = "All branches are closed on Easter Monday, dear Ana Diaz."
PERSONAL = FakePersonalData({"Ana Diaz": PersonalKind.PERSON})


def two_ways(texts: Sequence[str]) -> list[list[float]]:
    """Texts about Easter point one way, all others another."""
    return [
        [float("easter" in text.lower()), float("easter" not in text.lower())] for text in texts
    ]


def with_vectors(stage: Stage) -> Stage:
    stage.signals.embed = two_ways
    stage.desk = replace(stage.desk, gap_tools=GapTools(group_alike, PERSONAL))
    return stage


async def asks_in_vain(stage: Stage, text: str) -> Opened:
    opened = await stage.customer()
    await stage.asks(opened, text)
    await take_turn(stage.desk, opened.id)
    return opened


async def solves(stage: Stage, opened: Opened, *messages: str) -> None:
    person = await stage.staff("supervisor")
    await take_over(stage.desk, opened.id, person)
    for message in messages:
        await write_as_staff(stage.desk, opened.id, person, str(uuid.uuid4()), message)


async def test_questions_that_found_nothing_become_articles_to_write(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_vectors(stage)
        desk = stage.desk
        assert await find_gaps(desk) == 0
        first = await asks_in_vain(stage, EASTER)
        await asks_in_vain(stage, BICYCLES)
        stage.later(60)
        await solves(stage, await asks_in_vain(stage, ALSO_EASTER), "Hello!", CLOSED)
        assert await find_gaps(desk) == 3
        easter, bicycles = await read_gaps(desk, GapState.OPEN)
        assert (easter.toll.questions, easter.toll.handed_off) == (2, 1)
        assert (bicycles.gap.title, bicycles.gap.draft) == (BICYCLES, "")
        assert easter.gap.draft == "All branches are closed on Easter Monday, dear …."
        record = await read_gap(desk, easter.gap.id)
        assert [one.text for one in record.questions] == [
            "are the branches closed at easter, asks …",
            EASTER,
        ]
        assert await find_gaps(desk) == 0
        await asks_in_vain(stage, EASTER)
        await asyncio.gather(find_gaps(desk), find_gaps(desk))
        again, _ = await read_gaps(desk, GapState.OPEN)
        assert (again.gap.id, again.toll.questions) == (easter.gap.id, 3)
        assert first.id in {one.conversation_id for one in record.questions}


async def test_a_draft_comes_once_staff_have_answered(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_vectors(stage)
        opened = await asks_in_vain(stage, EASTER)
        await find_gaps(stage.desk)
        await solves(stage, opened, CLOSED)
        await find_gaps(stage.desk)
        [line] = await read_gaps(stage.desk, GapState.OPEN)
        assert line.gap.draft.startswith("All branches are closed")


async def test_a_person_edits_and_publishes_and_the_article_answers(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_vectors(stage)
        desk = stage.desk
        await asks_in_vain(stage, EASTER)
        await find_gaps(desk)
        [line] = await read_gaps(desk, GapState.OPEN)
        await edit_gap(desk, line.gap.id, "Ana", "Do you open on Easter Monday", "We are closed.")
        await asks_in_vain(stage, ALSO_EASTER)
        await find_gaps(desk)
        [line] = await read_gaps(desk, GapState.OPEN)
        assert (line.gap.draft, line.gap.edited_by) == ("We are closed.", "Ana")
        done = await publish_gap(desk, line.gap.id, "Bo", Edition(line.gap.title, line.gap.draft))
        assert done.slug == f"do-you-open-on-easter-monday-{line.gap.id[:8]}"
        article = await desk.knowledge.article(done.slug or "")
        assert article is not None
        assert (article.text, article.audience, article.locale) == (
            "We are closed.",
            "customer",
            "en",
        )
        assert await read_gaps(desk, GapState.OPEN) == []
        [published] = await read_gaps(desk, GapState.PUBLISHED)
        assert published.gap.decided_by == "Bo"
        answered = await asks_in_vain(stage, EASTER)
        assert (await stage.events(answered))[-1].text == "We are closed."
        with pytest.raises(WrongState, match="Bo has decided already: this gap is published"):
            await publish_gap(desk, line.gap.id, "Cy", Edition("Title", "Text"))


async def test_what_is_dismissed_does_not_come_back(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_vectors(stage)
        desk = stage.desk
        await asks_in_vain(stage, EASTER)
        await find_gaps(desk)
        [line] = await read_gaps(desk, GapState.OPEN)
        await dismiss_gap(desk, line.gap.id, "Ana", "Not ours.")
        await asks_in_vain(stage, ALSO_EASTER)
        assert await find_gaps(desk) == 1
        assert await read_gaps(desk, GapState.OPEN) == []
        [dismissed] = await read_gaps(desk, GapState.DISMISSED)
        assert (dismissed.toll.questions, dismissed.gap.because) == (2, "Not ours.")
        with pytest.raises(WrongState):
            await edit_gap(desk, line.gap.id, "Ana", "Title", "Text")
        with pytest.raises(LookupError):
            await dismiss_gap(desk, str(uuid.uuid4()), "Ana", "Not ours.")
        with pytest.raises(LookupError):
            await read_gap(desk, str(uuid.uuid4()))


async def test_under_another_model_gaps_are_read_anew(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_vectors(stage)
        await asks_in_vain(stage, EASTER)
        await find_gaps(stage.desk)
        stage.signals.version = "another"
        stage.signals.embed = lambda texts: [[*vector, 0.0] for vector in two_ways(texts)]
        await asks_in_vain(stage, ALSO_EASTER)
        await find_gaps(stage.desk)
        [line] = await read_gaps(stage.desk, GapState.OPEN)
        assert (line.toll.questions, line.gap.model, line.gap.centre) == (2, "another", (1, 0, 0))


async def test_a_desk_without_the_tools_says_so(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with pytest.raises(NotReady, match="gap_tools"):
            await find_gaps(replace(stage.desk, gap_tools=None))
