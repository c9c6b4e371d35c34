"""A briefing in short says only what its lines say; without a model nothing changes."""

from dataclasses import replace

import pytest

from handrail.actions.brief import brief_staff
from handrail.actions.phrase_briefing import InShort, Said, Summary, phrase_briefing
from handrail.actions.take_turn import take_turn
from handrail.domain.signals import PROMPT_INJECTION
from tests.actions.desks import a_stage
from tests.domain.policies import read_as
from tests.fakes.form_filler import FakeFormFiller

QUESTION = "I need a loan of 5000 euros before Friday for a new roof"


async def in_short(
    database_url: str, filler: FakeFormFiller | None, flagged: frozenset[str] = frozenset()
) -> tuple[Summary, list[str]]:
    """The summary of a conversation about a loan, and the lines of its briefing."""
    async with a_stage(database_url) as stage:
        desk = replace(stage.desk, filler=filler)
        opened = await stage.customer()
        await stage.asks(opened, QUESTION, read_as("loan", flagged=flagged))
        if flagged:
            await take_turn(stage.desk, opened.id)
        briefing = await brief_staff(desk, opened.id)
        summary = await phrase_briefing(desk, opened.id)
        return summary, [line.text for line in briefing.lines]


async def test_without_a_model_there_is_none_and_it_says_so(database_url: str) -> None:
    summary, lines = await in_short(database_url, None)
    assert (summary.sentences, summary.because) == ((), "no_model")
    assert lines


async def test_sentences_that_stand_in_their_lines_are_kept_in_order(database_url: str) -> None:
    said = [
        Said("The customer needs a loan of 5000 euros before Friday.", [1]),
        Said("The customer needs a loan of 9000 euros.", [1]),
        Said("The customer needs a loan for a new roof.", []),
        Said("The customer needs a new roof.", [99]),
        Said("The customer needs a loan.", [1]),
    ]
    filler = FakeFormFiller({"brief": InShort(said)})
    summary, lines = await in_short(database_url, filler)
    assert QUESTION in lines[0]
    assert summary.sentences == (said[0],)
    assert (summary.dropped, summary.by, summary.because) == (3, "fake-filler", "")
    numbers = [line["number"] for line in filler.asked[0].material["lines"]]
    assert numbers == list(range(1, len(lines) + 1))


async def test_where_nothing_stands_there_is_none_and_it_says_so(database_url: str) -> None:
    filler = FakeFormFiller({"brief": InShort([Said("I have refunded everything.", [1])])})
    summary, _ = await in_short(database_url, filler)
    assert (summary.sentences, summary.dropped, summary.because) == ((), 1, "not_in_the_lines")


@pytest.mark.parametrize("reason", ["timeout", "budget_spent: money of the day"])
async def test_a_model_that_fails_leaves_the_lines(database_url: str, reason: str) -> None:
    summary, _ = await in_short(database_url, FakeFormFiller(fails_with=reason))
    assert (summary.sentences, summary.because) == ((), reason)


async def test_a_conversation_that_tries_to_instruct_the_ai_reaches_no_model(
    database_url: str,
) -> None:
    filler = FakeFormFiller({"brief": InShort([])})
    summary, _ = await in_short(database_url, filler, frozenset({PROMPT_INJECTION}))
    assert (summary.because, filler.asked) == ("instructs_the_ai", [])


async def test_no_conversation_is_an_error(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        with pytest.raises(LookupError):
            await phrase_briefing(stage.desk, "00000000-0000-4000-8000-000000000000")
