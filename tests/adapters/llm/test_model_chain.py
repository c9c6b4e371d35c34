"""A second model stands in where the first one's server fails, and never for what a model said."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from handrail.actions.model_ports import Asking
from handrail.actions.ports import PhrasingFailed
from handrail.adapters.llm.circuit_breaker import CircuitBreaker
from handrail.adapters.llm.language_model import LanguageModel, Limits
from handrail.adapters.llm.model_chain import ModelChain
from handrail.adapters.llm.one_model import OneModel
from handrail.adapters.llm.phraser import PydanticAiPhraser
from handrail.domain.knowledge import Passage
from handrail.domain.model_budget import Prices
from tests.fakes.purse import FakePurse

from .hostile_server import (
    OK,
    PATIENT,
    Behaviour,
    HostileServer,
    drips,
    event,
    hostile_server,
    says,
    sends,
    status,
)

PASSAGE = Passage("card", "When your card arrives", "It takes seven days.", 0.7)
HASTY = Limits(total_s=2.0, silence_s=1.5)
BOUND_S = 3.0


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@asynccontextmanager
async def two(
    first: Behaviour,
    second: Behaviour,
    purse: FakePurse | None = None,
    limits: Limits = PATIENT,
    total_s: float = PATIENT.total_s,
) -> AsyncGenerator[tuple[PydanticAiPhraser, HostileServer, HostileServer]]:
    """A phraser over a first server, with limits of its own, and a second one; and the servers."""
    async with hostile_server(first) as one, hostile_server(second) as other:
        models = [
            OneModel(LanguageModel(name, server.base_url, None, most, Prices(2.0, 10.0)), purse)
            for name, server, most in (("big", one, limits), ("small", other, PATIENT))
        ]
        yield PydanticAiPhraser(ModelChain(models, total_s)), one, other


async def said_by(phraser: PydanticAiPhraser, asking: Asking) -> list[str]:
    return [s async for s in phraser.phrase("How long?", [PASSAGE], "en", asking)]


@pytest.mark.parametrize(
    ("first", "limits"),
    [
        pytest.param(sends(b"", keep_open=True), HASTY, id="never answers"),
        pytest.param(drips, HASTY, id="drips"),
        pytest.param(status("429 Too Many Requests"), PATIENT, id="429"),
        pytest.param(status("500 Oh"), PATIENT, id="500"),
        pytest.param(status("503 Unavailable"), PATIENT, id="503"),
        pytest.param(sends(b""), PATIENT, id="hangs up"),
    ],
)
async def test_the_second_answers_where_the_first_ones_server_fails(
    first: Behaviour, limits: Limits
) -> None:
    asking = Asking()
    async with two(first, says("It takes seven days."), limits=limits) as (phraser, one, other):
        assert await said_by(phraser, asking) == ["It takes seven days."]
        assert (len(one.requests), len(other.requests)) == (1, 1)
    assert asking.answered_by == "small"
    assert phraser.version == "big"


async def test_the_second_answers_where_nobody_listens_and_while_the_first_rests() -> None:
    async with two(says("x"), says("It takes seven days.")) as (_, gone, other):
        pass
    async with hostile_server(says("It takes seven days.")) as other:
        breaker = CircuitBreaker(failures=1)
        models = [
            OneModel(LanguageModel("big", gone.base_url, None, PATIENT), breaker=breaker),
            OneModel(LanguageModel("small", other.base_url, None, PATIENT)),
        ]
        phraser = PydanticAiPhraser(ModelChain(models, PATIENT.total_s))
        for _ in range(2):  # unreachable, then resting
            assert await said_by(phraser, Asking()) == ["It takes seven days."]
        assert not breaker.allows()


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        pytest.param(says("NO_ANSWER"), "no_answer", id="does not know"),
        pytest.param(says("", finish="content_filter"), "refused", id="refuses"),
        pytest.param(says("It takes", finish="length"), "too_long", id="too long"),
        pytest.param(status("401 Unauthorized"), "rejected", id="wrong key"),
        pytest.param(sends(OK + b"data: {not json}\n\n"), "undecodable", id="broken"),
        pytest.param(
            sends(OK + event({"content": "It takes seven days. Then it"})),
            "cut_off",
            id="breaks off after a sentence that was shown",
        ),
    ],
)
async def test_what_a_model_said_is_never_asked_for_again(first: Behaviour, reason: str) -> None:
    async with two(first, says("It takes seven days.")) as (phraser, _, other):
        with pytest.raises(PhrasingFailed, match=reason):
            await said_by(phraser, Asking())
        assert other.requests == []


async def test_a_sentence_that_is_refused_is_not_asked_for_elsewhere() -> None:
    async with two(says("It takes nine days. Yes."), says("It takes.")) as (phraser, _, other):
        sentences = phraser.phrase("How long?", [PASSAGE], "en", Asking())
        assert await anext(sentences) == "It takes nine days."
        await sentences.aclose()
        assert other.requests == []


async def test_where_only_the_first_may_answer_the_second_is_not_asked() -> None:
    async with two(status("500 Oh"), says("It takes seven days.")) as (phraser, _, other):
        with pytest.raises(PhrasingFailed, match="server_error"):
            await said_by(phraser, Asking(only="big"))
        assert other.requests == []


async def test_both_share_one_bound_of_time() -> None:
    purse = FakePurse()
    async with two(drips, drips, purse, total_s=BOUND_S) as (phraser, _, _):
        with pytest.raises(PhrasingFailed, match="timeout"):
            await said_by(phraser, Asking())
    first, second = (call.most.ms for call in purse.reserved)
    assert 0 < first <= 1000 * BOUND_S * 0.6 + 1
    assert (
        0 < second <= 1000 * BOUND_S - sum(usage.ms for _, usage, _, _ in purse.settled[:1]) + 100
    )


async def test_each_call_is_reserved_before_and_settled_after() -> None:
    purse = FakePurse()
    usage = {"prompt_tokens": 40, "completion_tokens": 7, "total_tokens": 47}
    body = event({"content": "It takes seven days."}) + event({}, "stop")
    told = (
        b"data: "
        + json.dumps(
            {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": "m",
                "choices": [],
                "usage": usage,
            }
        ).encode()
    )
    async with two(status("500 Oh"), sends(OK + body + told + b"\n\ndata: [DONE]\n\n"), purse) as (
        phraser,
        _,
        _,
    ):
        await said_by(phraser, Asking("c-1"))
    assert [(c.conversation_id, c.purpose, c.model) for c in purse.reserved] == [
        ("c-1", "phrase", "big"),
        ("c-1", "phrase", "small"),
    ]
    (_, failed, _, why), (_, took, micros, outcome) = purse.settled
    assert (why, failed.estimated, failed.tokens_in > 0) == ("server_error", True, True)
    assert (outcome, replace(took, ms=0).tokens_in, took.tokens_out) == ("answered", 40, 7)
    assert (took.estimated, micros) == (False, 40 * 2 + 7 * 10)


async def test_a_server_that_tells_no_usage_has_its_tokens_estimated() -> None:
    purse = FakePurse()
    async with two(says("It takes seven days."), says("x"), purse) as (phraser, _, _):
        await said_by(phraser, Asking())
    [(_, usage, _, _)] = purse.settled
    assert usage.estimated
    assert usage.tokens_in > 100
    assert usage.tokens_out == 7  # 20 bytes


async def test_when_the_budget_is_spent_nobody_is_asked() -> None:
    async with two(says("x"), says("x"), FakePurse(calls=0)) as (phraser, one, other):
        with pytest.raises(PhrasingFailed, match="budget_spent: tokens of the day"):
            await said_by(phraser, Asking())
        assert one.requests == other.requests == []


async def test_when_the_budget_cannot_be_read_nobody_is_asked() -> None:
    async with two(says("x"), says("x"), FakePurse(broken=True)) as (phraser, one, other):
        with pytest.raises(PhrasingFailed, match="budget_unread"):
            await said_by(phraser, Asking())
        assert one.requests == other.requests == []


async def test_a_call_that_is_left_early_is_settled_too() -> None:
    purse = FakePurse()
    async with two(says("It takes seven days. Then more."), says("x"), purse) as (phraser, _, _):
        sentences = phraser.phrase("How long?", [PASSAGE], "en", Asking())
        await anext(sentences)
        await sentences.aclose()
    assert [outcome for *_, outcome in purse.settled] == ["left"]
