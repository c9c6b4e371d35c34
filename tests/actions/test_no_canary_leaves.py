"""No personal data of a message, of the history or of an article reaches a model, on any path."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest

from handrail.actions.desk import Desk
from handrail.actions.fill_discreetly import DiscreetFormFiller
from handrail.actions.model_ports import Asking, Form, ModelFailed
from handrail.actions.phrase_briefing import phrase_briefing
from handrail.actions.phrase_discreetly import DiscreetPhraser
from handrail.actions.take_turn import take_turn
from handrail.actions.translate import translate_message, translate_reply
from handrail.actions.translate_by_model import ModelTranslator, Translated
from handrail.actions.translator import TranslationFailed
from handrail.adapters.llm.language_model import LanguageModel
from handrail.adapters.llm.open_models import open_models
from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.domain.customer import Contact
from handrail.domain.personal_data import PersonalKind
from tests.actions.desks import HOURS, ROUTINE, Stage, a_stage
from tests.adapters.llm.hostile_server import PATIENT, HostileServer, hostile_server, says
from tests.domain.policies import read_as
from tests.fakes.form_filler import FakeFormFiller
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.personal_data import FakePersonalData

# One and more of every kind, as people write them, and what of it must not be read elsewhere.
CANARIES = {
    "my name is Ottilie Brandvold": ("Ottilie", "Brandvold"),
    "I live at 12 Lindenhof Street": ("Lindenhof",),
    "write to ottilie@brandvold.example": ("ottilie@", "brandvold.example"),
    "call me on +44 20 7946 0958": ("7946",),
    "my card is 4111 1111 1111 1111": ("4111",),
    "from GB82 WEST 1234 5698 7654 32 please": ("WEST 1234", "5698"),
    "my SSN is 078-05-1121": ("078-05",),
    "my customer number is 88231907": ("88231907",),
    "my date of birth is 14 March 1962": ("March 1962",),
    "from the address 203.0.113.77": ("203.0",),
    "see https://brandvold.example/ottilie": ("brandvold.example/ottilie",),
}
PARTS = [part for parts in CANARIES.values() for part in parts]
MESSAGE = "what are your opening hours, " + ", ".join(CANARIES)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@dataclass(frozen=True)
class Overheard:
    """A desk whose models write down all that reaches them, and its stage."""

    desk: Desk
    stage: Stage
    server: HostileServer
    filler: DiscreetFormFiller

    @property
    def sent(self) -> str:
        return json.dumps(self.server.requests, ensure_ascii=False) + "".join(self.server.headers)


@asynccontextmanager
async def recording_server() -> AsyncGenerator[HostileServer]:
    """An OpenAI-compatible server that gives back what it is asked, in the form it is asked for."""
    heard: list[HostileServer] = []

    async def behave(writer: asyncio.StreamWriter) -> None:
        asked = cast(dict[str, Any], heard[0].requests[-1])
        material = json.loads(asked["messages"][-1]["content"])
        if "lines" in material:
            lines = [{"text": x["text"], "lines": [x["number"]]} for x in material["lines"]]
            said = json.dumps({"sentences": lines})
        elif "message" in material:
            said = json.dumps({"translation": material["message"]})
        else:
            said = "We are open from 8 to 20."
        await says(said)(writer)

    async with hostile_server(behave) as server:
        heard.append(server)
        yield server


@asynccontextmanager
async def overheard(database_url: str) -> AsyncGenerator[Overheard]:
    article = replace(HOURS, text=f"{HOURS.text}\n\nAsk us: {', '.join(CANARIES)}.")
    async with recording_server() as server, a_stage(database_url) as stage:
        model, finder = LanguageModel("m", server.base_url, None, PATIENT), LocalPersonalData()
        phraser, filler = open_models([model], PATIENT.total_s)
        discreet = DiscreetFormFiller(filler, finder)
        desk = replace(
            stage.desk,
            phraser=DiscreetPhraser(phraser, finder),
            filler=discreet,
            translator=ModelTranslator(discreet),
            knowledge=FakeKnowledge([article]),
        )
        yield Overheard(desk, stage, server, discreet)


def leaked(sent: str) -> list[str]:
    return [part for part in PARTS if part in sent]


async def test_phrasing_hides_message_and_articles(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with overheard(database_url) as heard:
        opened = await heard.stage.customer()
        await heard.stage.asks(opened, MESSAGE, ROUTINE)
        desk = heard.desk
        await take_turn(desk, opened.id)
        assert len(heard.server.requests) == 1
        assert leaked(heard.sent) == []
        assert leaked(caplog.text) == []
        assert "<CARD_1>" in heard.sent
        async with desk.store.transaction() as tx:
            draft = await tx.open_draft(opened.id)  # so long a message is reviewed
        assert draft is not None
        assert draft.text == "We are open from 8 to 20."


async def test_translating_hides_what_customers_and_staff_write(database_url: str) -> None:
    async with overheard(database_url) as heard:
        staff = await heard.stage.staff()
        opened = await heard.stage.customer("de")
        seq = await heard.stage.asks(opened, MESSAGE, read_as("hours", language="de"))
        # The echo is refused as a translation, after it has passed the placeholders' check.
        with pytest.raises(TranslationFailed, match="not translated"):
            await translate_message(heard.desk, opened.id, seq, staff)
        with pytest.raises(TranslationFailed, match="not translated"):
            await translate_reply(heard.desk, opened.id, staff, MESSAGE)
        assert len(heard.server.requests) == 2
        assert leaked(heard.sent) == []


async def test_briefing_in_short_hides_history_message_and_articles(database_url: str) -> None:
    async with overheard(database_url) as heard:
        opened = await heard.stage.customer()
        await heard.stage.asks(opened, MESSAGE, ROUTINE)
        conversation = await heard.stage.conversation(opened)
        async with heard.desk.store.transaction() as tx:
            for days, canary in enumerate(CANARIES):
                at = conversation.opened_at - timedelta(days=days + 1)
                contact = Contact(heard.desk.new_id(), at, "phone", canary, "Solved.", 0.0, canary)
                await tx.add_contact(conversation.customer_id, contact)
        summary = await phrase_briefing(heard.desk, opened.id)
        assert len(heard.server.requests) == 1
        assert leaked(heard.sent) == []
        assert summary.sentences  # what came back stands in the lines, values and all
        assert all("<" not in said.text for said in summary.sentences)


async def test_every_kind_of_value_comes_back_where_it_was(database_url: str) -> None:
    form = Form(
        "t", "Echo.", {"message": MESSAGE}, Translated, "en", keeps_all=True, characters=5000
    )
    async with overheard(database_url) as heard:
        assert await heard.filler.fill(form, Asking()) == Translated(MESSAGE)
        assert leaked(heard.sent) == []


async def test_what_is_known_of_the_customer_is_hidden_in_every_path(database_url: str) -> None:
    async with overheard(database_url) as heard:
        staff = await heard.stage.staff()
        opened = await heard.stage.customer("de")
        conversation = await heard.stage.conversation(opened)
        async with heard.desk.store.transaction() as tx:
            customer = await tx.customer(conversation.customer_id)
            assert customer is not None
            await tx.upsert_customer(replace(customer, name="Quill Zantarra"))
        text = "ask quill zantarra, or just Zantarra, what are your opening hours please"
        seq = await heard.stage.asks(opened, text, read_as("hours", language="de"))
        with pytest.raises(TranslationFailed):
            await translate_message(heard.desk, opened.id, seq, staff)
        await phrase_briefing(heard.desk, opened.id)
        assert len(heard.server.requests) == 2
        assert "zantarra" not in heard.sent.lower()


KNOWN = {"Jo": PersonalKind.PERSON, "4111": PersonalKind.CARD}
FORM = Form("t", "Echo.", {"message": "I am Jo, card 4111"}, Translated, "en", keeps_all=True)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Soy <PERSON_1>, tarjeta <CARD_2>", "lost_placeholder: <CARD_1>"),
        ("Soy <PERSON_1>, <CARD_1> y <CARD_2>", "strange_placeholder: <CARD_2>"),
        ("Soy <PERSON_1>, <CARD_1>, [card_1]", r"strange_placeholder: \[card_1\]"),
        ("Soy <PERSONA_1>, <CARD_1>", "lost_placeholder: <PERSON_1>"),
        ("Soy yo", "lost_placeholder: <PERSON_1>, <CARD_1>"),
    ],
)
async def test_a_placeholder_lost_invented_or_altered_makes_the_form_worthless(
    said: str, reason: str
) -> None:
    inner = FakeFormFiller({"t": Translated(said)})
    with pytest.raises(ModelFailed, match=reason):
        await DiscreetFormFiller(inner, FakePersonalData(KNOWN)).fill(FORM, Asking())


async def test_nothing_is_asked_where_personal_data_cannot_be_looked_for() -> None:
    inner = FakeFormFiller()
    with pytest.raises(ModelFailed, match="personal_data_unread"):
        await DiscreetFormFiller(inner, FakePersonalData(broken=True)).fill(FORM, Asking())
    assert inner.asked == []


async def test_only_what_is_in_the_material_is_hidden_and_its_shape_stays() -> None:
    inner = FakeFormFiller({"t": Translated("<PERSON_1> <CARD_1>")})
    form = replace(FORM, material={"a": ["Jo", {"b": "4111", "n": 1}]})
    filled = await DiscreetFormFiller(inner, FakePersonalData(KNOWN)).fill(form, Asking())
    assert filled == Translated("Jo 4111")
    assert inner.asked[0].material == {"a": ["<PERSON_1>", {"b": "<CARD_1>", "n": 1}]}
