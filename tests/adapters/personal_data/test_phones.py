"""Telephone numbers as customers write them; numbers are reserved for fiction or made up."""

import pytest

from handrail.adapters.personal_data.phones import phones


def found(text: str, language: str = "en") -> list[str]:
    return [text[span.start : span.end] for span in phones(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "call me on 555-0142", "555-0142"),
        ("en", "ring (212) 555-0142 now", "(212) 555-0142"),
        ("en", "I am at 020 7946 0958.", "020 7946 0958"),
        ("en", "it is 07911 123456", "07911 123456"),
        ("en", "+442079460958", "+442079460958"),
        ("en", "about my order, phone 2125550142", "2125550142"),
        ("de", "Sie erreichen mich unter 030 23125 111", "030 23125 111"),
        ("de", "Handy: 0171/2345678", "0171/2345678"),
        ("de-AT", "0664 1234567", "0664 1234567"),
        ("de", "0049 30 23125111", "0049 30 23125111"),
        ("es", "llámeme al 612 34 56 78", "612 34 56 78"),
        ("es", "mi móvil es 612345678", "612345678"),
        ("es", "+34 911 23 45 67", "+34 911 23 45 67"),
    ],
)
def test_a_number_is_found_whole(language: str, text: str, number: str) -> None:
    assert found(text, language) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "order number 2125550142",
        "my order 212-555-0142 is late",
        "from 2019-2024",
        "on 12.03.2026 at 10",
        "2026-03-01",
        "I paid 1250000",
        "5 items at 3.99 each",
        "call me at 10",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert found(text) == []
