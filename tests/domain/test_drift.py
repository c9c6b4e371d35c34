import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.drift import ErrorWatch, InputWatch, once_a_burst


def test_nothing_seen_is_no_evidence() -> None:
    assert ErrorWatch(0.1, 0.05).evidence == 1
    assert InputWatch.over([0.5], 0.05).evidence == pytest.approx(1)
    assert not ErrorWatch(0.1, 0.05).alarmed
    assert not InputWatch.over([0.5], 0.05).alarmed


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.5, 1.0])), max_size=60),
    st.floats(0.01, 0.5),
)
def test_while_the_error_is_alpha_the_evidence_stays_in_the_mean(
    seen: list[tuple[bool, float]], alpha: float
) -> None:
    watch = ErrorWatch(alpha, 0.05, least=0.1)
    for wrong, probability in seen:
        watch = watch.after(wrong=wrong, probability=probability)
    up = watch.after(wrong=True, probability=0.5).evidence
    down = watch.after(wrong=False, probability=0.5).evidence
    assert alpha * up + (1 - alpha) * down == pytest.approx(watch.evidence)
    assert min(up, down) >= 0


def test_errors_raise_the_alarm_and_right_answers_before_them_do_not_prevent_it() -> None:
    watch = ErrorWatch(0.1, 0.05)
    for _ in range(2000):
        watch = watch.after(wrong=False)
    assert not watch.alarmed
    seen = 0
    while not watch.alarmed:
        watch = watch.after(wrong=True)
        seen += 1
    assert seen <= 12


def test_an_error_that_was_drawn_surely_weighs_less_than_one_drawn_rarely() -> None:
    watch = ErrorWatch(0.1, 0.05, least=0.1)
    rare = watch.after(wrong=True, probability=0.1).evidence
    assert rare > watch.after(wrong=True, probability=1.0).evidence > 1


def test_a_draw_rarer_than_said_is_refused() -> None:
    with pytest.raises(ValueError, match=r"drawn with probability 0\.05, the watch begins at 0\.1"):
        ErrorWatch(0.1, 0.05, least=0.1).after(wrong=True, probability=0.05)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_jumper_is_fair_to_uniform_p_values(seen: list[float]) -> None:
    """For one more value that ties with all others the p-value is the tie breaker itself."""
    watch = InputWatch.over([0.5] * 9, 0.05)
    for tie in seen:
        watch = watch.after(0.5, tie)
    steps = 200
    mean = math.fsum(watch.after(0.5, (k + 0.5) / steps).evidence for k in range(steps)) / steps
    assert mean == pytest.approx(watch.evidence)


def test_other_confidences_raise_the_alarm() -> None:
    source = random.Random(5)
    window = [source.betavariate(5, 2) for _ in range(300)]
    watch = InputWatch.over(window, 0.05)
    same = watch.after_all([source.betavariate(5, 2) for _ in range(500)], source.random)
    assert not same.alarmed
    other = same.after_all([source.betavariate(2, 3) for _ in range(300)], source.random)
    assert other.alarmed
    assert len(other.ranked) < 300 + 500 + 100  # it stopped at the alarm
    assert other.after_all([0.5], source.random) == other


def test_one_by_one_is_the_same_as_all_at_once() -> None:
    source, ties = random.Random(6), [0.1, 0.7, 0.3, 0.9]
    watch = InputWatch.over([source.random() for _ in range(20)], 0.05)
    values = [0.2, 0.4, 0.4, 0.9]
    left = iter(ties)
    one = watch
    for value, tie in zip(values, ties, strict=True):
        one = one.after(value, tie)
    assert one == watch.after_all(values, lambda: next(left))


def test_the_same_input_again_and_again_counts_once_while_it_lasts() -> None:
    assert once_a_burst([0.5, 0.7, 0.5, 0.5, 0.7, 0.9]) == [0.5, 0.7, 0.9]
    others = [number / 100 for number in range(20)]
    assert once_a_burst([0.5, *others, 0.5]) == [0.5, *others, 0.5]
    assert once_a_burst([0.5, *others[:19], 0.5]) == [0.5, *others[:19]]


def test_a_burst_of_one_input_is_no_drift_and_others_behind_it_are() -> None:
    source = random.Random(8)
    window = [source.betavariate(6, 2) for _ in range(300)]
    flood = [source.betavariate(6, 2) if n % 4 == 0 else 0.97 for n in range(800)]

    def watch(since: list[float]) -> bool:
        return InputWatch.over(window, 0.025).after_all(since, source.random).alarmed

    assert watch(flood)
    assert not watch(once_a_burst(flood))
    assert watch(once_a_burst([*flood, *(source.betavariate(3, 3) for _ in range(200))]))
