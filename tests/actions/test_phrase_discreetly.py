"""Personal data never reaches a language model; what it says comes back with the values in place."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

import pytest

from handrail.actions.model_ports import Asking
from handrail.actions.phrase_discreetly import DiscreetPhraser
from handrail.actions.ports import PhrasingFailed
from handrail.actions.take_turn import take_turn
from handrail.adapters.llm.language_model import LanguageModel
from handrail.adapters.llm.open_models import open_phraser
from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.domain.knowledge import Passage
from handrail.domain.personal_data import PersonalKind
from tests.actions.desks import ROUTINE, a_stage
from tests.adapters.llm.hostile_server import PATIENT, hostile_server, says
from tests.fakes.personal_data import FakePersonalData

PASSAGE = Passage("hours", "Ask Jo", "Jo answers from 8 to 20 on 555 0199.", 0.7)
KNOWN = {"Jo": PersonalKind.PERSON, "555 0199": PersonalKind.PHONE, "4111": PersonalKind.CARD}
CANARIES = {
    "Ottilie Brandvold": "my name is Ottilie Brandvold",
    "4111 1111 1111 1111": "my card is 4111 1111 1111 1111",
    "ottilie@brandvold.example": "write to ottilie@brandvold.example",
    "+44 20 7946 0958": "call me on +44 20 7946 0958",
    "GB82 WEST 1234 5698 7654 32": "from GB82 WEST 1234 5698 7654 32 please",
    "078-05-1121": "my SSN is 078-05-1121",
    "12 Lindenhof Street": "I live at 12 Lindenhof Street",
    "203.0.113.77": "from 203.0.113.77",
}


@dataclass
class Overheard:
    """A phraser that keeps what it was asked."""

    sentences: Sequence[str] = ()
    asked: list[tuple[str, list[Passage]]] = field(default_factory=list[tuple[str, list[Passage]]])
    closed: bool = False
    version: str = "overheard"

    async def phrase(
        self,
        question: str,
        passages: Sequence[Passage],
        locale: str,
        asking: Asking | None = None,
        style: Sequence[str] = (),
    ) -> AsyncGenerator[str]:
        self.asked.append((question, list(passages)))
        try:
            for sentence in self.sentences:
                yield sentence
        finally:
            self.closed = True


async def phrased(inner: Overheard, found: FakePersonalData, question: str) -> list[str]:
    discreet = DiscreetPhraser(inner, found)
    return [sentence async for sentence in discreet.phrase(question, [PASSAGE], "en")]


async def test_question_and_passages_go_out_with_placeholders_and_come_back_whole() -> None:
    inner = Overheard(["Call <PHONE_1>, <PERSON_1>.", "Card <CARD_1>."])
    said = await phrased(inner, FakePersonalData(KNOWN), "I am Jo, card 4111")
    assert said == ["Call 555 0199, Jo.", "Card 4111."]
    [(question, [passage])] = inner.asked
    assert question == "I am <PERSON_1>, card <CARD_1>"
    assert (passage.title, passage.text) == (
        "Ask <PERSON_1>",
        "<PERSON_1> answers from 8 to 20 on <PHONE_1>.",
    )


async def test_a_placeholder_that_the_model_alters_ends_the_answer() -> None:
    inner = Overheard(["Call <PHONE_1>.", "Your card is [card 1]."])
    discreet = DiscreetPhraser(inner, FakePersonalData(KNOWN))
    sentences = discreet.phrase("my card is 4111", [PASSAGE], "en")
    assert await anext(sentences) == "Call 555 0199."
    with pytest.raises(PhrasingFailed, match=r"strange_placeholder: \[card 1\]"):
        await anext(sentences)
    assert inner.closed


async def test_what_is_known_of_the_customer_is_hidden_where_no_finder_finds_it() -> None:
    inner = Overheard(["Hello."])
    asking = Asking("c", known={"Noor El-Amin": PersonalKind.PERSON})
    discreet = DiscreetPhraser(inner, FakePersonalData())
    assert [s async for s in discreet.phrase("NOOR EL-AMIN asks", [PASSAGE], "en", asking)]
    assert inner.asked[0][0] == "<PERSON_1> asks"


async def test_nothing_is_sent_where_personal_data_cannot_be_looked_for() -> None:
    inner = Overheard(["Hello."])
    with pytest.raises(PhrasingFailed, match="personal_data_unread"):
        await phrased(inner, FakePersonalData(broken=True), "I am Jo")
    assert inner.asked == []


async def test_leaving_early_closes_what_is_inside() -> None:
    inner = Overheard(["One.", "Two."])
    discreet = DiscreetPhraser(inner, FakePersonalData())
    async with aclosing(discreet.phrase("hi", [PASSAGE], "en")) as sentences:
        assert await anext(sentences) == "One."
    assert inner.closed


async def test_no_canary_leaves_the_process_in_a_turn(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    caplog.set_level("DEBUG")
    asked = "what are your opening hours, " + ", ".join(CANARIES.values())
    async with hostile_server(says("We are open from 8 to 20. Card <CARD_1>.")) as server:
        model = LanguageModel("m", server.base_url, None, PATIENT)
        phraser = DiscreetPhraser(open_phraser(model), LocalPersonalData())
        async with a_stage(database_url, phraser) as stage:
            opened = await stage.customer()
            await stage.asks(opened, asked, ROUTINE)
            await take_turn(stage.desk, opened.id)
            answer = (await stage.events(opened))[-1].text or ""
    sent = json.dumps(server.requests, ensure_ascii=False) + "".join(server.headers)
    assert "<CARD_1>" in sent
    assert [canary for canary in CANARIES if canary in sent] == []
    assert [canary for canary in CANARIES if canary in caplog.text] == []
    assert "We are open from 8 to 20." in answer
    assert "<" not in answer


async def test_a_placeholder_of_the_models_own_is_never_shown(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with hostile_server(says("We are open from 8 to 20, <CARD_5>.")) as server:
        model = LanguageModel("m", server.base_url, None, PATIENT)
        phraser = DiscreetPhraser(open_phraser(model), LocalPersonalData())
        async with a_stage(database_url, phraser) as stage:
            opened = await stage.customer()
            await stage.asks(opened, "what are your opening hours", ROUTINE)
            await take_turn(stage.desk, opened.id)
            assert (await stage.events(opened))[-1].text == "We are open from 8 to 20."
