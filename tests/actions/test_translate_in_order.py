"""Several translators: the first that has the pair and gives something that holds."""

import pytest

from handrail.actions.model_ports import Asking
from handrail.actions.translate_discreetly import DiscreetTranslator
from handrail.actions.translate_in_order import TranslatorsInOrder
from handrail.actions.translator import TranslationFailed
from handrail.domain.personal_data import PersonalKind
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.translator import FakeTranslator

TEXT = "Where is my parcel that I ordered 2 weeks ago?"
GOOD, LOSES = "¿Dónde está mi paquete de hace 2 semanas?", "¿Dónde está mi paquete de hace semanas?"
ENGLISH_TO_SPANISH = frozenset({("en", "es")})


async def asked(*translators: FakeTranslator) -> tuple[str, str]:
    asking = Asking()
    said = await TranslatorsInOrder(translators).translate(TEXT, "en", "es", asking)
    return said, asking.answered_by


async def test_the_first_that_has_the_pair_answers_and_no_other_is_asked() -> None:
    none = FakeTranslator({TEXT: GOOD}, "none", pairs=frozenset())
    first, second = FakeTranslator({TEXT: GOOD}, "first"), FakeTranslator({TEXT: GOOD}, "second")
    assert await asked(none, first, second) == (GOOD, "first")
    assert (none.asked, second.asked) == ([], [])
    order = TranslatorsInOrder([none, first])
    assert (order.by("en", "es"), order.version) == ("first", "none, first")


@pytest.mark.parametrize("known", [{}, {TEXT: LOSES}])
async def test_one_that_fails_or_loses_something_makes_way_for_the_next(
    known: dict[str, str],
) -> None:
    first = FakeTranslator(known, "first", pairs=ENGLISH_TO_SPANISH)
    assert await asked(first, FakeTranslator({TEXT: GOOD}, "second")) == (GOOD, "second")


async def test_when_all_fail_the_last_reason_is_given() -> None:
    with pytest.raises(TranslationFailed, match="figure lost: 2"):
        await asked(FakeTranslator({}, "first"), FakeTranslator({TEXT: LOSES}, "second"))


async def test_a_name_is_no_word_to_a_translator_and_comes_back() -> None:
    text, hidden = "Rosa is here", "<PERSON_1> is here"
    known = {"Rosa": PersonalKind.PERSON}
    fake = FakeTranslator({hidden: "<PERSON_1> está aquí"})
    made = DiscreetTranslator(fake, FakePersonalData(known))
    assert made.version == fake.version
    assert await made.translate(text, "en", "es", Asking(known=known)) == "Rosa está aquí"
    for said, reason in (
        ("Alguien está aquí", "lost_placeholder"),
        ("<PERSON_1> <CARD_7>", "strange"),
    ):
        fake.known = {hidden: said}
        with pytest.raises(TranslationFailed, match=reason):
            await made.translate(text, "en", "es", Asking(known=known))
