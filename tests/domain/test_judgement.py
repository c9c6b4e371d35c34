from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.judgement import (
    JudgedBy,
    Judgement,
    Sample,
    Verdict,
    agreement,
    is_wrong,
    verdict_of,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
R, W, H, U = Verdict.RIGHT, Verdict.WRONG, Verdict.HARMFUL, Verdict.UNCLEAR


def by(who: str, verdict: Verdict, minutes: int = 0, by: JudgedBy = JudgedBy.STAFF) -> Judgement:
    return Judgement(f"{who}-{minutes}", "d1", by, who, verdict, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("given_", "verdict"),
    [([], None), ([R], R), ([R, U], U), ([U, W], W), ([R, W, H], H), ([R, R], R)],
)
def test_the_worst_verdict_counts(given_: list[Verdict], verdict: Verdict | None) -> None:
    assert verdict_of([by(f"p{n}", each) for n, each in enumerate(given_)]) == verdict


def test_somebodys_latest_verdict_replaces_their_earlier_one() -> None:
    assert verdict_of([by("ana", R, 9), by("ana", W, 1)]) is R
    assert verdict_of([by("ana", R, 9), by("ana", W, 1, JudgedBy.CUSTOMER)]) is W


def test_only_right_is_not_an_error() -> None:
    assert [verdict for verdict in Verdict if not is_wrong(verdict)] == [R]


@given(st.lists(st.sampled_from(Verdict), min_size=1), st.sampled_from(Verdict))
def test_one_more_verdict_never_helps_the_ai(given_: list[Verdict], more: Verdict) -> None:
    before = verdict_of([by(f"p{n}", each) for n, each in enumerate(given_)])
    after = verdict_of([by(f"p{n}", each) for n, each in enumerate([*given_, more])])
    assert before is not None
    assert after is not None
    assert is_wrong(after) >= is_wrong(before)


@pytest.mark.parametrize("probability", [0, -0.1, 1.1])
def test_a_sample_has_the_probability_of_its_draw(probability: float) -> None:
    with pytest.raises(ValueError, match=r"sample of decision d1.*over 0, at most 1"):
        Sample("d1", "c1", 3, "hours", 0.9, probability, NOON)
    assert Sample("d1", "c1", 3, "hours", 0.9, 0.1, NOON).probability == 0.1


def test_agreement_beyond_chance() -> None:
    # Cohen's kappa of this table by hand: 0.7 observed, 0.5 by chance.
    pairs = [(R, R)] * 20 + [(R, W)] * 5 + [(W, R)] * 10 + [(W, W)] * 15
    found = agreement(pairs)
    assert (found.pairs, found.agreed) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    assert found.interval[0] < 0.7 < found.interval[1]


def test_agreement_where_there_is_nothing_to_disagree_about() -> None:
    assert agreement([]).kappa is None
    assert agreement([]).interval == (0, 1)
    assert agreement([(R, R)] * 5).kappa is None
