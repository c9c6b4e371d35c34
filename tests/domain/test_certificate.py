from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handrail.domain.certificate import (
    Bound,
    Certificate,
    Refusal,
    standing_of,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TENTH = Bound(0.1, 0.1)
CERTIFICATE = Certificate(
    id="k1",
    kind="hours",
    alpha=0.1,
    delta=0.1,
    threshold=0.618,
    judged=118,
    errors=3,
    upper=0.056,
    coverage=0.8,
    window_from=NOON - timedelta(days=90),
    window_to=NOON,
    signals_version="s1",
    policy_version="p1",
    basis="b1",
    issued_by="ana",
    issued_at=NOON,
    valid_until=datetime(2027, 2, 24, tzinfo=UTC),
)


@pytest.mark.parametrize(("alpha", "delta"), [(0, 0.1), (1, 0.1), (0.1, 0), (0.1, 1)])
def test_a_bound_lies_between_0_and_1(alpha: float, delta: float) -> None:
    with pytest.raises(ValueError, match="both must lie between 0 and 1"):
        Bound(alpha, delta)


def test_repeated_looks_share_delta() -> None:
    assert TENTH.at_look(1).delta == 0.05
    assert sum(TENTH.at_look(k).delta for k in range(1, 10_000)) < 0.1


def test_refusals_in_words() -> None:
    few = Refusal("too_few", 22, 7, 1)
    assert few.sentence == (
        "Too few answers are judged: 7, 1 of them wrong; 22 without any error would do."
    )
    assert "22 ohne einen Fehler" in few.in_words("de-AT")
    assert "22 sin ningún error" in few.in_words("es")
    assert few.in_words("fr") == few.sentence
    many = Refusal("too_many_errors", 22, 200, 80)
    assert "80 of 200" in many.sentence
    assert "never leads" in Refusal("never", None).sentence


def test_a_certificate_in_one_sentence() -> None:
    assert CERTIFICATE.sentence("en", "opening hours") == (
        "Over a confidence of 0.62 the AI's error on 'opening hours' is at most 10 % (90 % sure): "
        "3 wrong of 118 judged, valid until 24 Feb 2027."
    )
    german = replace(CERTIFICATE, alpha=0.025).sentence("de", "Öffnungszeiten")
    assert "Über einer Sicherheit von 0,62" in german
    assert "höchstens 2,5 %" in german
    assert german.endswith("gültig bis 24. Feb. 2027.")
    assert CERTIFICATE.sentence("es").endswith("válido hasta el 24 feb 2027.")
    assert "«hours»" in CERTIFICATE.sentence("es")


def test_when_a_certificate_holds() -> None:
    assert CERTIFICATE.holds(NOON, "s1", "p1")
    assert CERTIFICATE.status(NOON, "s2", "p1") == "void"
    assert CERTIFICATE.status(NOON, "s1", "p2") == "void"
    assert CERTIFICATE.status(CERTIFICATE.valid_until, "s1", "p1") == "expired"
    suspended = replace(CERTIFICATE, suspended_at=NOON, suspended_because="drift")
    assert suspended.status(NOON, "s1", "p1") == "suspended"
    assert not suspended.holds(NOON, "s1", "p1")


def test_the_standing_of_a_kind() -> None:
    standing = standing_of(CERTIFICATE, NOON, "s1", "p1")
    assert (standing.certificate_id, standing.threshold, standing.status) == (
        "k1",
        0.618,
        "certified",
    )
    assert standing_of(None, NOON, "s1", "p1").status == "none"
