from handrail.domain.facts_so_far import facts_so_far
from tests.domain.policies import a_policy, read_as
from tests.domain.test_briefing import decided


def test_facts_gather_what_held_in_any_turn() -> None:
    first = read_as("loan", cues={"urgency": 0.9}, flagged=frozenset({"urgency"}))
    decisions = [
        decided(2, first, repeated=True),
        decided(4, read_as("card", cues={"urgency": 0.1})),
    ]
    facts = facts_so_far(decisions, "all of it", a_policy())
    assert facts is not None
    assert (facts["text"], facts["kind"], facts["in_hours"]) == ("all of it", "card", True)
    assert (facts["cues"], facts["cue"]) == (["urgency"], {"urgency": 0.9})
    assert facts["repeated"] is True
    assert facts["staff_free"] == 0


def test_before_the_first_decision_there_are_none() -> None:
    assert facts_so_far([], "Hi", a_policy()) is None
