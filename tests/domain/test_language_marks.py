"""A sentence's small words tell its language; a short or mixed one tells nothing."""

import pytest

from handrail.domain.language_marks import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You can freeze the card in the app.", "en"),
        ("Sperren Sie die Karte in der App.", "de"),
        ("Bloquee la tarjeta en la aplicación.", "es"),
        ("Карта будет готова завтра", "other"),
        ("カードを凍結してください", "other"),
        ("IBAN?", None),
        ("", None),
        ("42 + 1", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language
