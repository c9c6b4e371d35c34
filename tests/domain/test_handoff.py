from datetime import UTC, datetime, timedelta

import pytest

from handrail.domain.conversation import WrongState
from handrail.domain.handoff import (
    AskedBy,
    Handoff,
    HandoffState,
    Prefer,
    WaitRange,
    wait_range,
    whom_to_offer,
)
from handrail.domain.staffing import OnDuty

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKED = Handoff("h", "c", AskedBy.CUSTOMER, "asks_for_person", "Asked.", NOW)


def person(name: str, *skills: str, load: int = 0, capacity: int = 2, idle: int = 0) -> OnDuty:
    since = NOW - timedelta(minutes=idle)
    return OnDuty(name, name.title(), frozenset(skills), load, capacity, since)


def test_the_straight_way() -> None:
    offered = ASKED.queued().offered("anna", NOW + timedelta(seconds=45))
    assert (offered.state, offered.offered_to, offered.waiting) == (
        HandoffState.OFFERED,
        "anna",
        True,
    )
    accepted = offered.accepted("anna", NOW)
    assert (accepted.state, accepted.accepted_by, accepted.waiting) == (
        HandoffState.ACCEPTED,
        "anna",
        False,
    )
    assert accepted.ended(HandoffState.HANDED_BACK, NOW).ended_at == NOW


def test_a_declined_offer_goes_back_in_line_for_somebody_else() -> None:
    declined = ASKED.queued().offered("anna", NOW).declined("anna")
    assert (declined.state, declined.passed_on) == (HandoffState.QUEUED, ("anna",))


def test_only_the_person_asked_can_decline() -> None:
    with pytest.raises(WrongState, match="somebody else"):
        ASKED.queued().offered("anna", NOW).declined("ben")


def test_a_call_can_be_booked_and_comes_back_in_line() -> None:
    booked = ASKED.queued().booked(NOW + timedelta(hours=2))
    assert (booked.state, booked.prefer, booked.waiting) == (
        HandoffState.CALLBACK,
        Prefer.CALLBACK,
        False,
    )
    assert booked.queued().callback_at is None


def test_a_preference_never_lowers_the_urgency() -> None:
    urgent = ASKED.queued().preferring(Prefer.NOW, 3)
    assert urgent.preferring(Prefer.MESSAGE, 0).urgency == 3


def test_what_is_over_stays_over() -> None:
    ended = ASKED.queued().ended(HandoffState.WITHDRAWN, NOW)
    with pytest.raises(WrongState, match="over already"):
        ended.ended(HandoffState.CLOSED, NOW)
    with pytest.raises(WrongState, match="withdrawn"):
        ended.accepted("anna", NOW)
    with pytest.raises(WrongState):
        ended.queued()


def test_skill_comes_before_load() -> None:
    needs_cards = Handoff("h", "c", AskedBy.RULE, "r", "R.", NOW, skills=("cards",))
    staff = [person("anna"), person("ben", "cards", load=1)]
    assert whom_to_offer(needs_cards, staff) == staff[1]


def test_a_skill_nobody_has_does_not_leave_the_customer_waiting() -> None:
    needs_boats = Handoff("h", "c", AskedBy.RULE, "r", "R.", NOW, skills=("boats",))
    assert whom_to_offer(needs_boats, [person("anna")]) == person("anna")


def test_capacity_counts() -> None:
    assert whom_to_offer(ASKED, [person("anna", load=2)]) is None
    assert whom_to_offer(ASKED, []) is None


def test_least_loaded_then_longest_idle() -> None:
    staff = [person("anna", load=1), person("ben", idle=5), person("cem", idle=9)]
    assert whom_to_offer(ASKED, staff) == staff[2]


def test_who_declined_is_asked_again_only_when_everybody_has() -> None:
    staff = [person("anna", idle=9), person("ben")]
    once = ASKED.queued().offered("anna", NOW).declined("anna")
    assert whom_to_offer(once, staff) == staff[1]
    twice = once.offered("ben", NOW).declined("ben")
    assert whom_to_offer(twice, staff) == staff[0]


def test_no_range_without_a_history() -> None:
    assert wait_range([60.0] * 9) is None


def test_the_range_is_the_median_to_the_ninetieth_percentile_in_minutes() -> None:
    assert wait_range([float(60 * minute) for minute in range(1, 12)]) == WaitRange(6, 10)


def test_a_range_never_promises_less_than_a_minute_and_is_a_range() -> None:
    assert wait_range([5.0] * 20) == WaitRange(1, 2)
