"""Names and addresses by the bundled model, and everything together; every person is made up."""

import subprocess
import sys
import threading

import pytest

from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.domain.personal_data import PersonalKind

PERSON, ADDRESS = PersonalKind.PERSON, PersonalKind.ADDRESS


@pytest.fixture(scope="module")
def personal_data() -> LocalPersonalData:
    return LocalPersonalData()


@pytest.mark.parametrize(
    ("language", "text", "kind", "value"),
    [
        (
            "en",
            "Hi, my name is Ottilie Brandvold and my card is lost.",
            PERSON,
            "Ottilie Brandvold",
        ),
        ("en", "my name is ottilie brandvold", PERSON, "ottilie brandvold"),
        ("en", "Thanks for the help\nGraham", PERSON, "Graham"),
        ("en", "Yesterday I talked to Mrs. Okonkwo at the branch", PERSON, "Okonkwo"),
        (
            "en",
            "please move my things to 12 Lindenhof Street, Leeds",
            ADDRESS,
            "12 Lindenhof Street, Leeds",
        ),
        ("de", "Guten Tag, ich heiße Ottilie Brandvold.", PERSON, "Ottilie Brandvold"),
        ("de", "Ich habe mit Frau Kowalczyk gesprochen", PERSON, "Kowalczyk"),
        ("es", "Hola, me llamo Ottilia Brandao y tengo una duda", PERSON, "Ottilia Brandao"),
    ],
)
def test_people_and_addresses_are_found(
    personal_data: LocalPersonalData, language: str, text: str, kind: PersonalKind, value: str
) -> None:
    found = [(s.kind, text[s.start : s.end]) for s in personal_data.find(text, language)]
    assert found == [(kind, value)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How long does a transfer to Germany take?"),
        ("en", "Can I use Apple Pay with my Visa card?"),
        ("en", "I Need A New Card Please"),
        ("en", "WHY WAS MY PAYMENT DECLINED"),
        ("en", "will you mark the bill as paid in may"),
        ("de", "Warum wurde meine Überweisung abgelehnt?"),
        ("es", "¿Por qué fue rechazado mi pago?"),
    ],
)
def test_ordinary_messages_hold_nothing(
    personal_data: LocalPersonalData, language: str, text: str
) -> None:
    assert personal_data.find(text, language) == []


def test_a_long_text_is_read_to_its_end(personal_data: LocalPersonalData) -> None:
    text = "Where is my parcel now? " * 300 + "My name is Ottilie Brandvold."
    [span] = personal_data.find(text, "en")
    assert text[span.start : span.end] == "Ottilie Brandvold"


def test_threads_may_share_it() -> None:
    personal_data, seen = LocalPersonalData(), list[int]()
    texts = [f"my name is Ottilie Brandvold, {'please ' * n}" for n in range(40)]

    def read() -> None:
        seen.extend(span.end for text in texts for span in personal_data.find(text, "en"))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [28] * 160


def test_a_process_that_never_asks_loads_nothing() -> None:
    code = (
        "import sys, handrail.adapters.personal_data.local_personal_data as l; l.LocalPersonalData();"
        "print([m for m in ('phonenumbers', 'stdnum', 'pycrfsuite') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
