"""What the port PersonalData promises: the fake, then the real one."""

import pytest

from handrail.actions.ports import PersonalData
from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.domain.personal_data import PersonalKind
from tests.fakes.personal_data import FakePersonalData

MAIL, CARD = "jo.field@example.com", "4111 1111 1111 1111"
KNOWN = {MAIL: PersonalKind.EMAIL, CARD: PersonalKind.CARD}


@pytest.fixture(params=["fake", "real"])
def personal_data(request: pytest.FixtureRequest) -> PersonalData:
    return FakePersonalData(KNOWN) if request.param == "fake" else LocalPersonalData()


def test_spans_say_kind_and_place_in_order(personal_data: PersonalData) -> None:
    text = f"card {CARD}, mail {MAIL}, card {CARD}"
    found = personal_data.find(text, "en")
    assert [(span.kind, text[span.start : span.end]) for span in found] == [
        (PersonalKind.CARD, CARD),
        (PersonalKind.EMAIL, MAIL),
        (PersonalKind.CARD, CARD),
    ]
    assert all(0.0 <= span.score <= 1.0 for span in found)


@pytest.mark.parametrize("text", ["", " \n", "what are your opening hours", "\x00\ud800 <b>🙂</b>"])
@pytest.mark.parametrize("language", ["en", "de-AT", "tlh", ""])
def test_nothing_is_found_where_nothing_is(
    personal_data: PersonalData, text: str, language: str
) -> None:
    assert personal_data.find(text, language) == []
