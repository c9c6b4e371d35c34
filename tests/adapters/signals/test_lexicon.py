import pytest

from handrail.adapters.signals.lexicon import Lexicon
from handrail.adapters.signals.reader import WORDS
from handrail.adapters.signals.text import prepare

SAYS = {
    "asks_for_person": [
        "agent",
        "Human please!",
        "OPERATOR",
        "persona real",
        "hi, representative please",
        "can I talk to a real person?",
        "put me through to one of your colleagues",
        "I don't want to talk to a bot, I want to talk to a human",
        "Mitarbeiter",
        "Mensch bitte",
        "Kann ich bitte mit einem Mitarbeiter sprechen?",
        "Ich will keinen Bot, ich möchte mit einem Menschen reden",
        "Verbinden Sie mich bitte mit Ihrer Kollegin",
        "Bitte rufen Sie mich zurück",
        "Kann mich jemand anrufen?",
        "quiero hablar con una persona",
        "¿Me puede comunicar con un agente?",
        "pásame con un humano por favor",
        "necesito un asesor",
        "que me llame alguien, por favor",
    ],
    "asks_if_ai": [
        "are you a bot?",
        "bot or human?",
        "am I chatting with a real person",
        "Bist du ein Mensch?",
        "Spreche ich hier mit einem Roboter?",
        "Sind Sie eigentlich eine KI?",
        "¿Eres un robot?",
        "¿Estoy hablando con una máquina?",
    ],
    "self_harm": [
        "I want to kill myself",
        "i dont want to live anymore",
        "I am feeling suicidal",
        "Ich will nicht mehr leben",
        "ich bringe mich um",
        "Ich denke daran, mir das Leben zu nehmen",
        "Quiero morirme",
        "ya no quiero vivir más",
        "he pensado en suicidarme, quiero suicidarme",
    ],
}
SAYS_NOT = {
    "asks_for_person": [
        "is there a person who can sign for my parcel",
        "can I add a person to my account",
        "are you a person?",
        "the agent at the airport charged me",
        "I don't want to talk to anyone, just tell me the fee",
        "I already talked to an agent, thanks.",
        "am I talking to a human?",
        "transfer 200 to someone",
        "the operator of my phone changed",
        "Der Mitarbeiter war unfreundlich",
        "Ich habe gestern schon mit einem Mitarbeiter gesprochen",
        "Kann ich eine zweite Person zum Konto hinzufügen?",
        "Spreche ich mit einem Menschen?",
        "¿cuántas personas pueden usar la tarjeta?",
        "ayer hablé con un agente",
        "no quiero hablar con nadie",
        "el agente fue muy amable",
    ],
    "asks_if_ai": [
        "are you open",
        "is the robot vacuum in stock",
        "I want to talk to a person",
        "Der Mähroboter ist kaputt",
        "Ist der Roboter lieferbar?",
        "quiero hablar con una persona",
        "el robot de cocina no funciona",
    ],
    "self_harm": [
        "the app killed my order",
        "this queue is killing me",
        "does my life insurance cover suicide",
        "I want to end my subscription",
        "I cut myself on the packaging tape and it bled",
        "Der Akku ist tot",
        "Die Schlange bringt mich um den Verstand, lol",
        "Ich will nicht mehr Kunde sein",
        "me muero de hambre",
        "quiero morir de risa jaja",
        "se murió la batería",
    ],
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(WORDS / "lexicon.toml")


@pytest.mark.parametrize(("cue", "text"), [(cue, t) for cue, texts in SAYS.items() for t in texts])
def test_plain_wordings_are_found(lexicon: Lexicon, cue: str, text: str) -> None:
    assert cue in lexicon.cues(prepare(text))


@pytest.mark.parametrize(
    ("cue", "text"), [(cue, t) for cue, texts in SAYS_NOT.items() for t in texts]
)
def test_shared_words_alone_are_not(lexicon: Lexicon, cue: str, text: str) -> None:
    assert cue not in lexicon.cues(prepare(text))


def test_a_long_text_without_a_match_is_searched_in_linear_time(lexicon: Lexicon) -> None:
    assert lexicon.cues("please " * 1_000 + "a " * 1_000 + "ok, " * 500) == frozenset()
