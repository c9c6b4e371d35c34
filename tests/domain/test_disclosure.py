from handrail.domain.conversation import EventKind, MadeBy, Speaker
from handrail.domain.disclosure import disclosure, opening, words
from tests.domain.policies import a_policy


def test_words_come_in_the_closest_locale_with_placeholders_filled() -> None:
    policy = a_policy()
    assert words(policy, "de-AT", "accepted", staff="Anna") == "accepted:Anna"
    assert policy.locale("de-AT") == "de"
    assert policy.locale("fr") == "en"


def test_a_filled_value_is_not_filled_again() -> None:
    assert words(a_policy(), "en", "accepted", staff="{staff}") == "accepted:{staff}"


def test_the_opening_says_so_as_an_event() -> None:
    said = opening(a_policy(), "en")
    assert (said.kind, said.speaker, said.text) == (
        EventKind.DISCLOSURE,
        Speaker.SYSTEM,
        "opening:Test Bank",
    )
    assert said.provenance is not None
    assert said.provenance.made_by is MadeBy.SYSTEM
    assert disclosure(a_policy(), "en", "crisis").data == {"key": "crisis"}
