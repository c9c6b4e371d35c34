import pytest

from handrail.domain.drafting import Address, Tone
from handrail.domain.tone import house_lines, speaks_otherwise, style_lines

FORMAL, INFORMAL = Tone(Address.FORMAL), Tone(Address.INFORMAL)


def test_a_model_is_told_the_form_of_address_where_there_are_two() -> None:
    assert style_lines(FORMAL, "de") == ("form of address: Sie",)
    assert style_lines(INFORMAL, "es") == ("form of address: tú",)
    assert style_lines(FORMAL, "en") == style_lines(Tone(), "de") == ()


@pytest.mark.parametrize(
    ("text", "language", "tone", "otherwise"),
    [
        ("Bitte sperre deine Karte.", "de", FORMAL, True),
        ("Bitte sperren Sie Ihre Karte.", "de", FORMAL, False),
        ("Bitte sperren Sie Ihre Karte.", "de", INFORMAL, True),
        ("Sie kommen in zwei Tagen an.", "de", INFORMAL, False),
        ("Bloquea tu tarjeta.", "es", FORMAL, True),
        ("Usted puede bloquear la tarjeta.", "es", FORMAL, False),
        ("Usted puede bloquear la tarjeta.", "es", INFORMAL, True),
        ("Die Karte kommt bald.", "de", FORMAL, False),
        ("Freeze your card.", "en", FORMAL, False),
        ("Bitte sperre deine Karte.", "de", Tone(), False),
    ],
)
def test_a_text_that_addresses_otherwise_is_seen(
    text: str, language: str, tone: Tone, otherwise: bool
) -> None:
    assert speaks_otherwise(text, tone, language) is otherwise


def test_greeting_and_closing_are_filled_or_left_out() -> None:
    tone = Tone(None, {"en": "Dear {customer},"}, {"en": "Kind regards\n{company}"})
    assert house_lines(tone, "en", "Eve", "Bank") == ("Dear Eve,", "Kind regards\nBank")
    assert house_lines(tone, "de", "Eve", "Bank") == ("", "")
    hello = Tone(None, {"en": "Hello {customer}!"}, {"en": "Yours, {customer}"})
    assert house_lines(hello, "en", None, "Bank") == ("Hello!", "Yours")
