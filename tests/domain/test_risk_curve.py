import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handrail.domain.bounds import binomial_tail
from handrail.domain.certificate import (
    Bound,
    CurvePoint,
    Refusal,
    allowed,
    certify,
    curve,
    starting_points,
)
from tests.domain.test_certificate import TENTH, confidences, judged


def test_answers_drawn_more_often_count_by_lot_whatever_the_verdict() -> None:
    answers = judged("." * 2000, 1.0)
    counting = [one for one in answers if one.counts(0.25)]
    assert 440 < len(counting) < 560
    assert all(replace(one, wrong=True).counts(0.25) for one in counting)
    assert all(one.counts(1.0) and replace(one, probability=0.2).counts(0.25) for one in answers)


def test_where_all_over_a_threshold_were_drawn_alike_all_of_them_count() -> None:
    sure, rest = judged("." * 300, 1.0), judged("." * 300, 0.1)
    mixed = sure + [replace(one, confidence=one.confidence - 1) for one in rest]
    points = {point.threshold: point for point in curve(mixed, confidences(mixed), TENTH)}
    alone = {point.threshold: point for point in curve(sure, confidences(mixed), TENTH)}
    shared = [threshold for threshold in alone if threshold > 0]
    assert len(shared) == 50
    assert all(points[threshold].upper == alone[threshold].upper for threshold in shared)


def test_nothing_is_certified_where_the_estimate_is_over_alpha() -> None:
    # All that were drawn rarely are right; the many that were not would count by lot alone.
    rare, often = judged("." * 30, 0.02), judged("x" * 60 + "." * 340, 1.0)
    weighing = [replace(one, probability=0.4) for one in rare] + often
    last = curve(weighing, confidences(weighing), TENTH)[-1]
    assert last.risk > 0.1
    assert last.upper >= last.risk
    assert isinstance(certify(weighing, confidences(weighing), TENTH), Refusal)


def test_a_sequence_takes_over_the_share_of_another_that_stopped() -> None:
    source, gained = random.Random(1), 0
    for _ in range(10):
        wrong = [source.random() < 0.03 + 0.22 * (place / 600) ** 1.5 for place in range(600)]
        answers = judged("".join(".x"[one] for one in wrong))
        points = curve(answers, confidences(answers), TENTH)
        starts = starting_points(len(answers), TENTH)
        alone = {
            point.threshold
            for start, share in starts
            for point in sequence(points, start, TENTH, share)
        }
        together = allowed(answers, confidences(answers), TENTH)
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
