"""The risk curve: thresholds, their bounds, and which of them are certified."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.domain.bounds import binomial_tail
from handrail.domain.certificate import Bound, Certified, Judged, Refusal
from handrail.domain.risk_curve import CurvePoint, RiskCurve, certify, starting_points

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TENTH = Bound(0.1, 0.1)


def judged(verdicts: str, probability: float = 1.0) -> list[Judged]:
    """One letter an answer, from the most confident on: ``.`` right, ``x`` wrong."""
    count = len(verdicts)
    return [
        Judged((count - place) / count, letter == "x", probability, NOON + timedelta(seconds=place))
        for place, letter in enumerate(verdicts)
    ]


def confidences(answers: list[Judged]) -> list[float]:
    return [one.confidence for one in answers]


def test_nothing_judged() -> None:
    refusal = certify([], [0.5, 0.6], TENTH)
    assert refusal == Refusal("too_few", 22)
    assert RiskCurve([], [0.5], TENTH).points == ()


def test_just_enough_right_answers_certify_everything() -> None:
    answers = judged("." * 22)
    certified = certify(answers, confidences(answers), TENTH)
    assert isinstance(certified, Certified)
    assert (certified.judged, certified.errors, certified.coverage) == (22, 0, 1)
    assert certified.upper <= 0.1


def test_one_right_answer_less_does_not() -> None:
    answers = judged("." * 21)
    assert certify(answers, confidences(answers), TENTH) == Refusal("too_few", 22, 21, 0)


def test_the_threshold_lies_where_errors_begin() -> None:
    answers = judged("." * 150 + "xx." * 50)
    certified = certify(answers, confidences(answers), TENTH)
    assert isinstance(certified, Certified)
    assert 140 <= certified.judged < 180
    assert certified.threshold == pytest.approx(1 - (certified.judged - 1) / 300)
    assert binomial_tail(certified.errors, certified.judged, 0.1) <= 0.1


def test_too_many_errors_among_the_most_confident() -> None:
    answers = judged("x." * 100)
    refusal = certify(answers, confidences(answers), TENTH)
    assert refusal == Refusal("too_many_errors", 22, 200, 100)


def test_an_error_among_the_most_confident_does_not_end_the_matter() -> None:
    answers = judged("x" + "." * 299)
    certified = certify(answers, confidences(answers), TENTH)
    assert isinstance(certified, Certified)
    assert certified.coverage == 1


def test_where_confidence_tells_nothing_all_turns_are_asked_about_at_once() -> None:
    # Errors crowd where the first start tests, yet over all turns they are few.
    answers = judged("x.x.x.x.x." + "." * 390)
    certified = certify(answers, confidences(answers), Bound(0.05, 0.05))
    assert isinstance(certified, Certified)
    assert certified.judged == 400


def test_the_surest_answers_need_not_be_the_best() -> None:
    answers = judged("x." * 15 + "." * 600 + "xx." * 100)
    certified = certify(answers, confidences(answers), TENTH)
    assert isinstance(certified, Certified)
    assert certified.judged > 600


@given(st.integers(0, 5000), st.sampled_from([TENTH, Bound(0.05, 0.05)]))
def test_starts_share_delta_and_ask_about_more_and_more(count: int, bound: Bound) -> None:
    starts = starting_points(count, bound)
    assert sum(share for _, share in starts) == pytest.approx(1)
    assert [start for start, _ in starts] == sorted({start for start, _ in starts})
    assert starts[-1][0] == count


def test_a_person_may_want_a_higher_threshold() -> None:
    answers = judged("." * 200)
    wanted = certify(answers, confidences(answers), TENTH, careful=0.5)
    assert isinstance(wanted, Certified)
    assert 0.5 <= wanted.threshold <= 0.51
    assert wanted.coverage == pytest.approx(0.5, abs=0.02)
    between = certify(answers, confidences(answers), TENTH, careful=0.5021)
    assert isinstance(between, Certified)
    assert between.threshold >= 0.5021
    refused = certify(answers, confidences(answers), TENTH, careful=0.95)
    assert isinstance(refused, Refusal)
    assert refused.reason == "too_few"
    assert certify(answers, confidences(answers), TENTH, careful=2) == Refusal("too_few", 22)


@settings(max_examples=30)
@given(st.lists(st.booleans(), max_size=40).map(lambda wrong: "".join(".x"[w] for w in wrong)))
def test_what_is_allowed_is_what_somebody_careful_enough_gets(verdicts: str) -> None:
    answers = judged("." * 40 + verdicts)
    free = RiskCurve(answers, confidences(answers), TENTH).allowed
    for point in RiskCurve(answers, confidences(answers), TENTH).points:
        wanted = certify(answers, confidences(answers), TENTH, careful=point.threshold)
        given_it = isinstance(wanted, Certified) and wanted.threshold == point.threshold
        assert given_it is (point.threshold in free)


def test_coverage_is_a_share_of_all_turns() -> None:
    answers = judged("." * 50)
    low = [0.001] * 50
    certified = certify(answers, confidences(answers) + low, TENTH)
    assert isinstance(certified, Certified)
    assert certified.coverage == 0.5  # over turns of which none was judged nothing is claimed
    assert certify(answers, [], TENTH) == certify(answers, confidences(answers), TENTH)


def test_one_probability_for_all_is_as_good_as_every_answer_judged() -> None:
    answers, rare = judged("." * 60 + "x."), judged("." * 60 + "x.", 0.1)
    assert certify(rare, confidences(rare), TENTH) == certify(answers, confidences(answers), TENTH)


def test_answers_of_different_probability_are_weighted() -> None:
    often, rarely = judged("." * 300, 1.0), judged("." * 300, 0.25)
    certified = certify(often + rarely, confidences(often + rarely), TENTH)
    assert isinstance(certified, Certified)
    assert certified.coverage == 1
    # A wrong answer drawn rarely stands for many: here for a tenth of all.
    bad = [replace(one, wrong=place % 8 == 0) for place, one in enumerate(rarely)]
    refused = certify(often + bad, confidences(often + bad), TENTH)
    assert isinstance(refused, Refusal)
    assert refused.reason == "too_many_errors"
    last = RiskCurve(often + bad, confidences(often + bad), TENTH).points[-1]
    assert last.errors / last.judged < 0.07 < last.risk < last.upper


def test_too_few_counts_with_the_weights_at_hand() -> None:
    answers = judged("." * 20, 0.1) + judged("." * 20, 1.0)
    refusal = certify(answers, confidences(answers), TENTH)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "too_few"
    assert refusal.needed is not None
    assert refusal.needed > 40


def test_the_curve_begins_with_the_most_careful_threshold() -> None:
    answers = judged("." * 80 + ".x" * 60)
    points = RiskCurve(answers, confidences(answers), TENTH).points
    assert len(points) == 100
    assert [point.threshold for point in points] == sorted(
        (point.threshold for point in points), reverse=True
    )
    assert points[-1].coverage == 1
    assert points[-1].risk == pytest.approx(0.3)
    assert all(point.risk <= point.upper for point in points)


def test_answers_drawn_more_often_count_by_lot_whatever_the_verdict() -> None:
    answers = judged("." * 2000, 1.0)
    counting = [one for one in answers if one.counts(0.25)]
    assert 440 < len(counting) < 560
    assert all(replace(one, wrong=True).counts(0.25) for one in counting)
    assert all(one.counts(1.0) and replace(one, probability=0.2).counts(0.25) for one in answers)


def test_where_all_over_a_threshold_were_drawn_alike_all_of_them_count() -> None:
    sure, rest = judged("." * 300, 1.0), judged("." * 300, 0.1)
    mixed = sure + [replace(one, confidence=one.confidence - 1) for one in rest]
    points = {
        point.threshold: point for point in RiskCurve(mixed, confidences(mixed), TENTH).points
    }
    alone = {point.threshold: point for point in RiskCurve(sure, confidences(mixed), TENTH).points}
    shared = [threshold for threshold in alone if threshold > 0]
    assert len(shared) == 50
    assert all(points[threshold].upper == alone[threshold].upper for threshold in shared)


def test_nothing_is_certified_where_the_estimate_is_over_alpha() -> None:
    # All that were drawn rarely are right; the many that were not would count by lot alone.
    rare, often = judged("." * 30, 0.02), judged("x" * 60 + "." * 340, 1.0)
    weighing = [replace(one, probability=0.4) for one in rare] + often
    last = RiskCurve(weighing, confidences(weighing), TENTH).points[-1]
    assert last.risk > 0.1
    assert last.upper >= last.risk
    assert isinstance(certify(weighing, confidences(weighing), TENTH), Refusal)


def test_a_sequence_takes_over_the_share_of_another_that_stopped() -> None:
    source, gained = random.Random(1), 0
    for _ in range(10):
        wrong = [source.random() < 0.03 + 0.22 * (place / 600) ** 1.5 for place in range(600)]
        answers = judged("".join(".x"[one] for one in wrong))
        points = RiskCurve(answers, confidences(answers), TENTH).points
        starts = starting_points(len(answers), TENTH)
        alone = {
            point.threshold
            for start, share in starts
            for point in sequence(points, start, TENTH, share)
        }
        together = RiskCurve(answers, confidences(answers), TENTH).allowed
        assert alone <= together
        gained += alone < together
    assert gained > 0


def sequence(
    points: Sequence[CurvePoint], start: int, bound: Bound, share: float
) -> Iterator[CurvePoint]:
    """What passes when a start has its own share alone."""
    for point in points:
        if point.judged < start:
            continue
        if binomial_tail(point.errors, point.judged, bound.alpha) > bound.delta * share:
            return
        yield point


verdict_lists = st.lists(st.booleans(), min_size=1, max_size=120)


@given(verdict_lists, st.lists(st.sampled_from([0.2, 0.4, 0.5, 0.9]), min_size=120, max_size=120))
def test_what_is_certified_passed_the_exact_test(wrong: list[bool], levels: list[float]) -> None:
    answers = [Judged(level, bad, 1.0, NOON) for bad, level in zip(wrong, levels, strict=False)]
    found = certify(answers, confidences(answers), Bound(0.2, 0.2))
    if isinstance(found, Certified):
        over = [one for one in answers if one.confidence >= found.threshold]
        assert (found.judged, found.errors) == (len(over), sum(one.wrong for one in over))
        assert binomial_tail(found.errors, found.judged, 0.2) <= 0.2
        assert found.upper <= 0.2 + 1e-9
    else:
        assert found.needed == 8


@given(verdict_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(
    wrong: list[bool], shuffler: random.Random
) -> None:
    answers = judged("".join("x" if bad else "." for bad in wrong))
    mixed = answers.copy()
    shuffler.shuffle(mixed)
    assert certify(mixed, confidences(mixed), TENTH) == certify(
        answers, confidences(answers), TENTH
    )


def test_violations_of_the_bound_are_as_rare_as_delta_says() -> None:
    """At an error of exactly alpha any certificate is a violation: the hardest truth there is."""
    source, issued, trials = random.Random(7), 0, 400
    for _ in range(trials):
        answers = [Judged(source.random(), source.random() < 0.1001, 1.0, NOON) for _ in range(150)]
        issued += isinstance(certify(answers, confidences(answers), TENTH), Certified)
    assert binomial_tail(trials - issued, trials, 0.9) > 0.001  # not significantly over delta
