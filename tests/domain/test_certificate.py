import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.domain.bounds import binomial_tail
from handrail.domain.certificate import (
    Bound,
    Certificate,
    Certified,
    Judged,
    Refusal,
    allowed,
    certify,
    curve,
    standing_of,
    starting_points,
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
    assert curve([], [0.5], TENTH) == ()


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


@settings(deadline=None, max_examples=30)
@given(st.lists(st.booleans(), max_size=40).map(lambda wrong: "".join(".x"[w] for w in wrong)))
def test_what_is_allowed_is_what_somebody_careful_enough_gets(verdicts: str) -> None:
    answers = judged("." * 40 + verdicts)
    free = allowed(answers, confidences(answers), TENTH)
    for point in curve(answers, confidences(answers), TENTH):
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
    last = curve(often + bad, confidences(often + bad), TENTH)[-1]
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
    points = curve(answers, confidences(answers), TENTH)
    assert len(points) == 100
    assert [point.threshold for point in points] == sorted(
        (point.threshold for point in points), reverse=True
    )
    assert points[-1].coverage == 1
    assert points[-1].risk == pytest.approx(0.3)
    assert all(point.risk <= point.upper for point in points)


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
