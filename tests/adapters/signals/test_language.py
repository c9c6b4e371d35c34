import pytest

from handrail.adapters.signals.language import LanguageReader
from handrail.adapters.signals.reader import WORDS

SHOWS = [
    ("Where is my new card? It should have come last week.", "en"),
    ("i need a refund please", "en"),
    ("Wo ist meine neue Karte?", "de"),
    ("Ich brauche Hilfe mit meiner Rechnung", "de"),
    ("¿Dónde está mi tarjeta?", "es"),
    ("hola, necesito ayuda con mi pedido", "es"),
    ("Je n'ai pas reçu ma carte", "fr"),
    ("Dove è la mia carta?", "it"),
    ("Ik heb mijn bestelling nog niet ontvangen", "nl"),
    ("Nie mogę się zalogować na konto", "pl"),
    ("Não consigo entrar na minha conta", "pt"),
    ("Kartım nerede, bir türlü gelmedi", "tr"),  # noqa: RUF001
    ("Здравствуйте, где моя новая карта? Я жду её уже две недели.", "ru"),
    ("我的新卡在哪里", "zh"),
]
SHOWS_NOT = [
    "",
    "ok",
    "12345",
    "IBAN DE89 3704 0044 0532 0130 00",
    "Arun Kumar",
    "mozzarella",
    "??",
]


@pytest.fixture(scope="module")
def languages() -> LanguageReader:
    return LanguageReader(WORDS / "language.toml")


@pytest.mark.parametrize(("text", "code"), SHOWS)
def test_language_that_shows_is_named(languages: LanguageReader, text: str, code: str) -> None:
    found, probability = languages.read(text)
    assert found == code
    assert probability >= 0.6


@pytest.mark.parametrize("text", SHOWS_NOT)
def test_language_that_does_not_show_is_undetermined(languages: LanguageReader, text: str) -> None:
    assert languages.read(text)[0] == "und"


@pytest.mark.parametrize(
    "text",
    ["joe hun", "no no salad", "tomato mozzarella pizza", "my name i raja", "jenny peter"],
)
def test_names_and_dishes_of_english_customers_stay_theirs(
    languages: LanguageReader, text: str
) -> None:
    assert languages.read(text)[0] in ("en", "und")


def test_only_configured_languages_compete() -> None:
    languages = LanguageReader(WORDS / "language.toml", ("en", "de"))
    assert languages.read("¿Dónde está mi tarjeta, por favor?")[0] != "es"
