"""Messages in another language: translated beside the original, checked, disclosed, never a guess."""

import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from handrail.actions.accept import take_over
from handrail.actions.desk import Desk
from handrail.actions.model_ports import Asking
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import StaffMember
from handrail.actions.take_turn import take_turn
from handrail.actions.translate import (
    Foreign,
    NoTranslator,
    read_translations,
    send_translated,
    translate_message,
    translate_reply,
)
from handrail.actions.translate_by_model import ModelTranslator, Translated
from handrail.actions.translator import TranslationFailed
from handrail.domain.conversation import WrongState
from tests.actions.desks import Stage, a_stage
from tests.domain.policies import read_as
from tests.fakes.form_filler import FakeFormFiller
from tests.fakes.translator import FakeTranslator

GERMAN = "Wo ist mein Paket, das ich vor zwei Wochen bestellt habe?"
ENGLISH = "Where is my parcel that I ordered two weeks ago?"
REPLY = "It is on its way and will be with you by the weekend."
ANTWORT = "Es ist unterwegs und wird bis zum Wochenende bei Ihnen sein."
KNOWN = {GERMAN: ENGLISH, REPLY: ANTWORT}


@dataclass(frozen=True)
class Scene:
    """A German customer, who wrote, and an English member of staff."""

    stage: Stage
    desk: Desk
    opened: Opened
    staff: StaffMember
    seq: int

    async def message(self) -> str:
        return (await translate_message(self.desk, self.opened.id, self.seq, self.staff)).text


@asynccontextmanager
async def a_scene(database_url: str, translator: FakeTranslator | None) -> AsyncGenerator[Scene]:
    async with a_stage(database_url) as stage:
        desk = replace(stage.desk, translator=translator)
        opened, staff = await stage.customer("de"), await stage.staff()
        seq = await stage.asks(opened, GERMAN, read_as("loan", language="de"))
        yield Scene(stage, desk, opened, staff, seq)


async def test_a_message_is_translated_once_and_kept_beside_its_original(database_url: str) -> None:
    translator = FakeTranslator(KNOWN)
    async with a_scene(database_url, translator) as scene:
        assert [await scene.message() for _ in range(2)] == [ENGLISH, ENGLISH]
        assert translator.asked == [(GERMAN, "de", "en")]
        found = await read_translations(scene.desk, scene.opened.id, "en-GB")
        assert (found.translator, found.mine, found.theirs) == ("fake-translator", "en", "de")
        assert found.foreign == (Foreign(scene.seq, "de", "fake-translator"),)
        [made] = found.made
        assert (made.original, made.text, made.by) == (GERMAN, ENGLISH, "fake-translator")
        events = await scene.stage.events(scene.opened)
        assert events[-1].text == GERMAN


async def test_what_is_in_the_readers_language_is_not_foreign(database_url: str) -> None:
    async with a_scene(database_url, FakeTranslator(KNOWN)) as scene:
        found = await read_translations(scene.desk, scene.opened.id, "de")
        assert (found.foreign, found.made) == ((), ())


async def test_a_pair_that_is_not_installed_is_told_before_anybody_asks(database_url: str) -> None:
    only = frozenset({("de", "en")})
    async with a_scene(database_url, FakeTranslator(KNOWN, "engine", pairs=only)) as scene:
        found = await read_translations(scene.desk, scene.opened.id, "en")
        assert found.foreign == (Foreign(scene.seq, "de", "engine"),)
        assert (found.translator, found.reply_by) == ("engine", None)
        french = await read_translations(scene.desk, scene.opened.id, "fr")
        assert french.foreign == (Foreign(scene.seq, "de", None),)
        with pytest.raises(TranslationFailed, match="pair_not_installed: en to de"):
            await translate_reply(scene.desk, scene.opened.id, scene.staff, REPLY)


async def test_without_a_translator_nothing_is_guessed(database_url: str) -> None:
    async with a_scene(database_url, None) as scene:
        assert (await read_translations(scene.desk, scene.opened.id, "en")).translator is None
        with pytest.raises(NoTranslator, match="No translator is installed"):
            await scene.message()


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({}, "timeout"),
        ({GERMAN: "Where is my parcel that I ordered 3 weeks ago?"}, "figure added: 3"),
        ({GERMAN: GERMAN}, "not translated"),
        ({GERMAN: "See www.evil.com for the parcel that you ordered, please."}, "link or number"),
    ],
)
async def test_a_failed_check_leaves_the_original_with_the_reason(
    database_url: str, known: dict[str, str], reason: str
) -> None:
    async with a_scene(database_url, FakeTranslator(known)) as scene:
        with pytest.raises(TranslationFailed, match=reason):
            await scene.message()
        assert (await read_translations(scene.desk, scene.opened.id, "en")).made == ()


async def test_what_is_not_a_customers_message_is_not_found(database_url: str) -> None:
    async with a_scene(database_url, FakeTranslator(KNOWN)) as scene:
        for conversation_id, seq in ((scene.opened.id, 1), (str(uuid.uuid4()), 1)):
            with pytest.raises(LookupError):
                await translate_message(scene.desk, conversation_id, seq, scene.staff)


async def test_staff_see_the_translation_and_the_customer_gets_it_disclosed(
    database_url: str,
) -> None:
    async with a_scene(database_url, FakeTranslator(KNOWN)) as scene:
        opened, staff = scene.opened, scene.staff
        await take_over(scene.desk, opened.id, staff)
        seen = await translate_reply(scene.desk, opened.id, staff, REPLY)
        assert (seen.source, seen.target, seen.text) == ("en", "de", ANTWORT)
        before = await scene.stage.events(opened)
        client_id = str(uuid.uuid4())
        sent, again = [  # a retry sends nothing twice
            await send_translated(scene.desk, opened.id, staff, client_id, seen.id)
            for _ in range(2)
        ]
        told, said = (await scene.stage.events(opened))[len(before) :]
        assert (told.kind.value, told.data) == ("disclosure", {"key": "translated"})
        assert told.text == "translated:"
        assert (said, said.text) == (sent, ANTWORT)
        assert again == sent
        assert said.provenance is not None
        assert said.provenance.staff_name == staff.name
        assert said.data["translation"] == {
            "original": REPLY,
            "source": "en",
            "target": "de",
            "by": "fake-translator",
        }


async def test_only_its_author_sends_a_translation_and_only_where_they_lead(
    database_url: str,
) -> None:
    async with a_scene(database_url, FakeTranslator(KNOWN)) as scene:
        opened, staff = scene.opened, scene.staff
        seen = await translate_reply(scene.desk, opened.id, staff, REPLY)
        read = await translate_message(scene.desk, opened.id, scene.seq, staff)
        other = await scene.stage.staff()
        for who, which in ((other, seen.id), (staff, read.id), (staff, str(uuid.uuid4()))):
            with pytest.raises(LookupError, match="no translation"):
                await send_translated(scene.desk, opened.id, who, str(uuid.uuid4()), which)
        with pytest.raises(WrongState):
            await send_translated(scene.desk, opened.id, staff, str(uuid.uuid4()), seen.id)


async def test_words_in_the_customers_language_need_no_translation(database_url: str) -> None:
    async with a_scene(database_url, FakeTranslator(KNOWN)) as scene:
        scene.stage.signals.readings[ANTWORT] = read_as("loan", language="de")
        with pytest.raises(TranslationFailed, match="same_language"):
            await translate_reply(scene.desk, scene.opened.id, scene.staff, ANTWORT)
        with pytest.raises(TranslationFailed, match="too_long"):
            await translate_reply(scene.desk, scene.opened.id, scene.staff, "word " * 1000)


async def test_the_language_of_an_undecided_message_shows_in_its_small_words(
    database_url: str,
) -> None:
    async with a_scene(database_url, None) as scene:
        await take_turn(scene.desk, scene.opened.id)  # decided on: the signals' language counts
        await take_over(scene.desk, scene.opened.id, scene.staff)
        await scene.stage.asks(scene.opened, "Where is the parcel that you have for me?")
        found = await read_translations(scene.desk, scene.opened.id, "fr")
        assert [each.language for each in found.foreign] == ["de", "en"]
        assert found.theirs == "en"


async def test_a_language_model_gets_the_message_as_data_and_fails_with_its_reason() -> None:
    filler = FakeFormFiller({"translate": Translated(ENGLISH)})
    asked = await ModelTranslator(filler).translate(GERMAN, "de", "xx", Asking())
    assert asked == ENGLISH
    [form] = filler.asked
    assert form.material == {"message": GERMAN}
    assert "from German into xx" in form.instructions
    assert form.keeps_all
    assert ModelTranslator(filler).version == "fake-filler"
    failing = ModelTranslator(FakeFormFiller(fails_with="budget_spent: tokens of the day"))
    with pytest.raises(TranslationFailed, match="budget_spent"):
        await failing.translate(GERMAN, "de", "en", Asking())
