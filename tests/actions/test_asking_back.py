"""The AI asks back once which article is meant, then answers it or passes on to a person."""

from dataclasses import dataclass, replace

from handrail.actions.take_turn import take_turn
from handrail.domain.conversation import State
from handrail.domain.knowledge import Passage
from handrail.domain.record import Outcome
from tests.actions.desks import CHECKED, HOURS, ROUTINE, Stage, a_stage
from tests.fakes.knowledge import FakeKnowledge

ABROAD = replace(HOURS, slug="abroad", title="Fees abroad", text="Abroad it is 2%.", kinds=())
LATE = replace(HOURS, slug="late", title="Fees for late payment", text="Late: 5 euros.", kinds=())
UNSURE = replace(ROUTINE, kinds=())


@dataclass
class NearMisses(FakeKnowledge):
    """Finds both articles, whatever is asked: just below the bar of a kind that was not read surely."""

    likeness: float = 0.5

    async def search(self, *_: object, **__: object) -> list[Passage]:
        return [Passage(a.slug, a.title, a.text, self.likeness) for a in self.articles]


def with_near_misses(stage: Stage) -> None:
    stage.desk = replace(stage.desk, knowledge=NearMisses([ABROAD, LATE]))


async def test_the_ai_asks_which_is_meant_and_answers_the_chosen_one(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_near_misses(stage)
        opened = await stage.customer()
        await stage.asks(opened, "what does it cost", UNSURE)
        await take_turn(stage.desk, opened.id)
        asked = (await stage.events(opened))[-1]
        assert (
            asked.text == "asks_back:\u201cFees abroad\u201d or \u201cFees for late payment\u201d"
        )
        assert (asked.data["asked_back"], asked.data["offers_person"]) == (True, True)
        assert asked.data["did_not_know"] is False
        await stage.asks(opened, "the second one", UNSURE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.events(opened))[-1].text == "Late: 5 euros."
        async with stage.desk.store.transaction() as tx:
            first, second = await tx.decisions(opened.id)
        assert (first.outcome, second.outcome) == (Outcome.ASKED_BACK, Outcome.ANSWERED)
        answer = first.evidence["answer"]
        assert isinstance(answer, dict)
        assert answer["found"] == [["abroad", 0.5], ["late", 0.5]]


async def test_the_title_that_a_button_sends_is_that_article(database_url: str) -> None:
    whole, part = replace(LATE, slug="whole", title="Fees"), replace(ABROAD, text="Abroad: 2%.")
    async with a_stage(database_url) as stage:
        stage.desk = replace(stage.desk, knowledge=NearMisses([part, whole]))
        opened = await stage.customer()
        await stage.asks(opened, "what does it cost", UNSURE)
        await take_turn(stage.desk, opened.id)
        asked = (await stage.events(opened))[-1]
        assert asked.data["sources"] == [
            {"slug": "abroad", "title": "Fees abroad"},
            {"slug": "whole", "title": "Fees"},
        ]
        await stage.asks(opened, "Fees", UNSURE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.events(opened))[-1].text == "Late: 5 euros."


async def test_a_tie_is_asked_about_only_where_the_question_names_nothing(
    database_url: str,
) -> None:
    async with a_stage(database_url) as stage:
        tie = NearMisses([ABROAD, LATE], likeness=0.62)
        stage.desk = replace(stage.desk, knowledge=tie)
        for text, asked_back in (("what does this card cost", True), ("what is a fee", None)):
            opened = await stage.customer()
            await stage.asks(opened, text, UNSURE)
            await take_turn(stage.desk, opened.id)
            assert (await stage.events(opened))[-1].data.get("asked_back") is asked_back


async def test_it_asks_once_in_a_row_then_a_person_comes(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_near_misses(stage)
        opened = await stage.customer()
        await stage.asks(opened, "what does it cost", UNSURE)
        await take_turn(stage.desk, opened.id)
        await stage.asks(opened, "neither of them", UNSURE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.conversation(opened)).state is State.QUEUED
        async with stage.desk.store.transaction() as tx:
            *_, last = await tx.decisions(opened.id)
        assert (last.outcome, last.rule) == (Outcome.HANDED_OFF, "no-article")


async def test_under_review_nothing_is_asked_back(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with_near_misses(stage)
        opened = await stage.customer()
        await stage.asks(opened, "about a loan", CHECKED)
        await take_turn(stage.desk, opened.id)
        assert (await stage.conversation(opened)).state is State.REVIEW
        async with stage.desk.store.transaction() as tx:
            draft = await tx.open_draft(opened.id)
        assert draft is not None
        assert draft.text == "Abroad it is 2%."
