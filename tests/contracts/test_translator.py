"""What every Translator promises: which pairs it has, a text or a reason, and who answered."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from handrail.actions.model_ports import Asking
from handrail.actions.translate_by_model import ModelTranslator, Translated
from handrail.actions.translate_discreetly import DiscreetTranslator
from handrail.actions.translate_in_order import TranslatorsInOrder
from handrail.actions.translator import TranslationFailed, Translator
from handrail.adapters.translation.apertium import open_apertium
from tests.adapters.translation.engine import a_small_engine
from tests.fakes.form_filler import FakeFormFiller
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.translator import FakeTranslator

TEXT = "hello friend, where is my friend 4711-A"
KINDS = ["fake", "model", "small engine", "installed engine", "in order", "discreet"]


@dataclass(frozen=True)
class Example:
    translator: Translator
    has_all: bool


@pytest.fixture(params=KINDS)
async def example(request: pytest.FixtureRequest, tmp_path: Path) -> Example:
    said = "hola amigo, donde es mi amigo 4711-A"
    fake = FakeTranslator({TEXT: said}, pairs=frozenset({("en", "es")}))
    match request.param:
        case "model":
            return Example(ModelTranslator(FakeFormFiller({"translate": Translated(said)})), True)
        case "small engine":
            return Example(await open_apertium(a_small_engine(tmp_path)), False)
        case "installed engine":
            path = shutil.which("apertium")
            engine = await open_apertium(Path(path)) if path else None
            if engine is None or engine.by("en", "es") is None:
                pytest.skip("needs apt-get install apertium apertium-eng-spa")
            return Example(engine, False)
        case "in order":
            return Example(TranslatorsInOrder([fake]), False)
        case "discreet":
            return Example(DiscreetTranslator(fake, FakePersonalData({})), False)
        case _:
            return Example(fake, False)


async def test_a_text_comes_back_with_its_numbers_and_who_translated_it(example: Example) -> None:
    asking = Asking()
    said = await example.translator.translate(TEXT, "en", "es", asking)
    assert "4711-A" in said
    assert "amigo" in said
    assert asking.answered_by == example.translator.by("en", "es")


async def test_a_pair_that_is_not_installed_has_nobody_and_fails_with_that(
    example: Example,
) -> None:
    if example.has_all:
        assert example.translator.by("en", "zu") == example.translator.version
        return
    assert example.translator.by("en", "zu") is None
    with pytest.raises(TranslationFailed, match="pair_not_installed: en to zu"):
        await example.translator.translate(TEXT, "en", "zu", Asking())
