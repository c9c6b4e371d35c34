import math
from collections.abc import Sequence

import pytest

from handrail.domain import acts
from handrail.domain.course import Line, course_of, with_calls
from handrail.domain.course_calls import Calls, Made, Spoken, calls_of

LOOKED = Made("order", "{1}", changes=False, failed=False)
CANCELLED = Made("cancel", "{1}", changes=True, failed=False)
NOT_CANCELLED = Made("cancel", "{2}", changes=True, failed=True)


def ai(*does: str, calls: Sequence[Made] = ()) -> Spoken:
    return Spoken(True, frozenset(does), calls)


def customer(*does: str) -> Spoken:
    return Spoken(False, frozenset(does), ())


def test_without_lines_all_is_nought() -> None:
    assert set(calls_of([]).features().values()) == {0.0}


def test_names_are_always_the_same() -> None:
    named = calls_of([]).features()
    assert list(named) == [f"calls_{name}" for name in Calls.__dataclass_fields__]
    assert list(calls_of([ai(calls=[LOOKED])]).features()) == list(named)


def test_reads_changes_and_failures_are_told_apart() -> None:
    calls = calls_of([ai(calls=[LOOKED, NOT_CANCELLED]), customer(), ai(calls=[CANCELLED])])
    assert calls.made == math.log1p(3)
    assert (calls.read, calls.changed, calls.failures) == (math.log1p(1),) * 3
    assert (calls.tried, calls.failed) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert calls.a_line == 1.0
    assert calls.at_once == math.log1p(2)
    assert calls.otherwise == math.log1p(1)
    assert calls.last_failed == 0.0


def test_the_last_call_failed() -> None:
    assert calls_of([ai(calls=[CANCELLED, NOT_CANCELLED])]).last_failed == 1.0


def test_the_same_call_again() -> None:
    assert calls_of([ai(calls=[LOOKED, LOOKED])]).again == math.log1p(1)
    assert calls_of([ai(calls=[LOOKED, CANCELLED])]).again == 0.0


def test_a_change_wants_the_customers_yes() -> None:
    asked = [customer(acts.AGREES), ai(calls=[LOOKED, CANCELLED])]
    unasked = [customer(acts.REQUESTS), ai(calls=[CANCELLED])]
    assert calls_of(asked).unasked == 0.0
    assert calls_of(unasked).unasked == 1.0
    assert calls_of([*unasked, *asked]).unasked == 0.5


def test_where_the_first_change_was() -> None:
    assert calls_of([customer(), ai(calls=[CANCELLED])]).first_change == 0.5
    assert calls_of([customer(), ai(calls=[LOOKED])]).first_change == 1.0


def test_refusing_and_then() -> None:
    refusal = ai(acts.REFUSES)
    assert calls_of([refusal]).refused_only == 1.0
    assert calls_of([refusal, ai(calls=[CANCELLED])]).refused_only == 0.0
    assert calls_of([refusal, ai(calls=[NOT_CANCELLED])]).changed_after_refusing == math.log1p(1)
    assert calls_of([ai(calls=[CANCELLED]), refusal]).changed_after_refusing == 0.0


def test_refusing_before_reading_anything() -> None:
    assert calls_of([ai(acts.REFUSES)]).refused_unread == 1.0
    assert calls_of([ai(acts.REFUSES, calls=[LOOKED])]).refused_unread == 0.0
    assert calls_of([ai(acts.PROMISES)]).refused_unread == 0.0


def test_objections_after_a_change() -> None:
    objection = customer(acts.OBJECTS)
    assert calls_of([ai(calls=[CANCELLED]), objection]).objected_after == math.log1p(1)
    assert calls_of([objection, ai(calls=[CANCELLED])]).objected_after == 0.0
    assert calls_of([ai(calls=[NOT_CANCELLED]), objection]).objected_after == 0.0


def test_what_was_announced_and_not_called() -> None:
    announced = ai(acts.PROMISES)
    assert calls_of([announced, customer(), ai()]).unkept == 1.0
    assert calls_of([announced, customer(), ai(calls=[LOOKED])]).unkept == 0.0
    assert calls_of([ai(acts.PROMISES, acts.ASKS_CONSENT), customer(), ai()]).unkept == 0.0
    assert calls_of([announced]).unkept == 0.0


def test_the_longest_stretch_without_a_call() -> None:
    assert calls_of([ai(), customer(), ai(), ai(calls=[LOOKED])]).idle == 0.5
    assert calls_of([ai(calls=[LOOKED]), customer(), ai(calls=[LOOKED])]).idle == pytest.approx(
        1 / 3
    )


def test_a_course_reads_the_calls_beside_the_words() -> None:
    lines = [
        Line("customer", "Yes, please go ahead."),
        Line("ai", "Your order has been cancelled.", calls=[CANCELLED]),
    ]
    calls = course_of(lines).calls
    assert (calls.unasked, calls.changed) == (0.0, math.log1p(1))


def test_a_call_stands_at_the_next_line_of_customer_or_ai() -> None:
    lines = [
        Line("customer", "Cancel it."),
        Line("system", "A person may read along."),
        Line("ai", "Done."),
        Line("customer", "Thanks."),
    ]
    placed = with_calls(lines, [(1, LOOKED), (1, CANCELLED), (3, LOOKED), (4, NOT_CANCELLED)])
    assert [line.calls for line in placed] == [(), (), (LOOKED, CANCELLED), (LOOKED,)]
    assert [line.text for line in placed] == [line.text for line in lines]
