"""The adapter of Apertium: the text stays data, runs end, and what is installed is told."""

import shutil
from pathlib import Path

import pytest
import uvloop

from handrail.actions.model_ports import Asking
from handrail.actions.translate_discreetly import DiscreetTranslator
from handrail.actions.translator import TranslationFailed
from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.adapters.translation.apertium import ApertiumTranslator, open_apertium
from handrail.adapters.translation.languages import pairs_of
from handrail.adapters.translation.program import Limits, Program
from handrail.domain.translation import check_translation
from tests.adapters.translation.engine import a_small_engine

INSTALLED = shutil.which("apertium")


async def a_translator(folder: Path) -> ApertiumTranslator:
    return await open_apertium(a_small_engine(folder), Limits(seconds=60))


async def test_version_and_pairs_are_those_installed(tmp_path: Path) -> None:
    made = await a_translator(tmp_path)
    assert made.version == "Apertium 9.9.9"
    assert made.pairs == {("en", "es"): "eng-spa", ("es", "en"): "spa-eng"}
    assert made.by("en", "es") == "Apertium 9.9.9 (eng-spa)"
    assert made.by("en", "de") is None


def test_directions_with_variants_or_strange_names_are_no_pairs() -> None:
    assert pairs_of(["es-pt", "es-pt_BR", "eng-cat_valencia", "eco-es-fr", "x", "../a-b"]) == {
        ("es", "pt"): "es-pt"
    }


async def test_what_does_not_answer_has_no_pairs(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", Path("/bin/false")):
        made = await open_apertium(path)
        assert (made.version, made.pairs) == ("Apertium", {})
        with pytest.raises(TranslationFailed, match="pair_not_installed: en to es"):
            await made.translate("hello", "en", "es", Asking())


@pytest.mark.parametrize(
    "signs",
    [
        "[x] ^a$ / \\ @b {c} <d>",
        "*a* #b ~c~",
        "$(touch pwned) `id` ; rm -rf / && echo 'x' \"y\"",
        "line\n\n\tline %s %(a)s",
        "-f none -V --help",
    ],
)
async def test_signs_that_mean_something_to_the_engine_or_a_shell_stay_signs(
    tmp_path: Path, signs: str
) -> None:
    made = await a_translator(tmp_path)
    text = f"hello my friend where is hello my friend where is hello my friend {signs}"
    said = await made.translate(text, "en", "es", Asking())
    assert said == f"hola mi amigo donde es hola mi amigo donde es hola mi amigo {signs}"
    assert [each.name for each in tmp_path.iterdir()] == ["apertium"]


async def test_what_must_not_change_never_reaches_the_dictionaries(tmp_path: Path) -> None:
    made, asking = await a_translator(tmp_path), Asking()
    kept = "my@is.com https://where.is/my?is=my <MY_1> {my} my-77 +49 30 123456"
    said = await made.translate(f"hello friend, where is {kept}", "en", "es", asking)
    assert said == f"hola amigo, donde es {kept}"
    assert asking.answered_by == "Apertium 9.9.9 (eng-spa)"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello my friend breaks", "engine_failed: exit_3"),
        ("hello my friend floods", "engine_failed: too_much_output"),
        ("hello my friend \ud800", "engine_failed: no_text"),
        ("hello " * 20_000, "engine_failed: too_much_input"),
        ("hello my friend forgets AB12", "lost: AB12"),
        ("somebody wrote words that nobody taught it", "unknown_words: 7 of 7"),
    ],
)
async def test_what_goes_wrong_has_a_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(TranslationFailed, match=reason):
        await (await a_translator(tmp_path)).translate(text, "en", "es", Asking())


def test_it_runs_under_the_loop_that_the_server_has(tmp_path: Path) -> None:
    async def translated() -> str:
        made = await a_translator(tmp_path)
        return await made.translate("hello my friend", "en", "es", Asking())

    assert uvloop.run(translated()) == "hola mi amigo"


async def test_an_engine_that_hangs_is_ended(tmp_path: Path) -> None:
    program = Program(a_small_engine(tmp_path), Limits(seconds=0.5))
    made = ApertiumTranslator(program, "Apertium", {("en", "es"): "eng-spa"})
    with pytest.raises(TranslationFailed, match="engine_failed: timeout"):
        await made.translate("hello my friend sleeps", "en", "es", Asking())


@pytest.mark.skipif(INSTALLED is None, reason="needs apt-get install apertium apertium-eng-spa")
async def test_the_real_engine_translates_and_keeps_what_it_must() -> None:
    assert INSTALLED is not None
    engine = await open_apertium(Path(INSTALLED))
    if engine.by("en", "es") is None:
        pytest.skip("needs apt-get install apertium-eng-spa")
    text = (
        "Where is my order 4711-A? I am Rosa Blanco, I paid 49.90 EUR with the card "
        "4111 1111 1111 1111 at 8:30, see https://shop.example/o?id=7 [*] ^$ @ # ~ <b> {code}."
    )
    made = DiscreetTranslator(engine, LocalPersonalData())
    said = await made.translate(text, "en", "es", Asking())
    assert check_translation(text, said, "es") is None
    assert said.startswith("Dónde es mi")
    for kept in ("4711-A", "Rosa Blanco", "49.90", "4111 1111 1111 1111", "8:30", "[*] ^$ @ # ~"):
        assert kept in said
    assert "https://shop.example/o?id=7" in said
