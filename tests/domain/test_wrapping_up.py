"""What a conversation came to, read without a language model."""

from dataclasses import replace

import pytest

from handrail.domain.conversation import Event, EventKind, Speaker, WrongState
from handrail.domain.customer import Customer
from handrail.domain.promise import Promise
from handrail.domain.record import Decision, Outcome
from handrail.domain.wrap_up import Amends, Found, WrapUp
from handrail.domain.wrap_up import Outcome as CameOut
from handrail.domain.wrap_up_rules import FieldFrom, FieldRule, FieldType, WrapUpRules
from handrail.domain.wrapping_up import Heard, feeling, fields, outcome, reasons
from tests.domain.policies import a_policy
from tests.domain.test_due import TUESDAY


def said(seq: int, text: str, speaker: Speaker = Speaker.CUSTOMER) -> Event:
    return Event(seq, TUESDAY, EventKind.MESSAGE, speaker, text)


def decided(seq: int, kind: str, **scores: object) -> Decision:
    return Decision(
        id=str(seq), conversation_id="c", turn_seq=seq, at=TUESDAY, lead="AI", tier="low",
        kind=kind, rule="r", rule_kind="matrix", reason="", reason_customer="", moment={},
        scores=scores, evidence={}, policy_name="test", policy_version="v1",
        signals_version="s", outcome=Outcome.ANSWERED,
    )  # fmt: skip


def heard(*events: Event, decisions: tuple[Decision, ...] = (), **changes: object) -> Heard:
    customer = Customer("1", "HB-1002", "Tobias", None, "gold")
    return replace(Heard(events, decisions, a_policy(), customer, {}), **changes)


def test_reasons_are_the_kinds_met_the_weightiest_first() -> None:
    met = [decided(1, "hours"), decided(3, "card"), decided(5, "hours"), decided(7, "hello")]
    found = reasons(heard(decisions=(*met, decided(9, "nothing-known"))))
    assert found == (Found("card", "card (en)", 3), Found("hours", "hours (en)", 1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Great, it works now, thank you", "solved"),
        ("Danke, das hat geholfen!", "solved"),
        ("Ya funciona, gracias", "solved"),
        ("It still doesn't work", "not_solved"),
        ("Das funktioniert leider nicht", "not_solved"),
        ("Sigue sin llegar", "not_solved"),
        ("Thanks", "unknown"),
        ("Does it work now?", "unknown"),
    ],
)
def test_the_outcome_is_what_the_customer_says(text: str, value: str) -> None:
    assert outcome(heard(said(1, "Hello"), said(2, text))).value == value


def test_the_last_word_that_tells_counts() -> None:
    story = (
        said(1, "It does not work"),
        said(2, "I have passed this on to our technicians.", Speaker.STAFF),
    )
    assert outcome(heard(*story)).value == "passed_on"
    found = outcome(heard(*story, said(3, "It works again.")))
    assert (found.value, found.seq) == ("solved", 3)
    assert found.why == "The customer wrote: “It works again.”"


def test_the_customers_answer_to_the_question_counts_unless_they_said_more() -> None:
    settled = heard(said(1, "Hi"), said(2, "ok"), resolved=(True, 1))
    assert outcome(settled).value == "solved"
    assert outcome(replace(settled, resolved=(False, 1))).value == "not_solved"
    again = heard(said(1, "It works"), said(4, "It does not help"), resolved=(True, 2))
    assert outcome(again).value == "not_solved"


def test_an_open_promise_is_named_where_nobody_said() -> None:
    promise = Promise("p", "c", 5, "I'll call.", "staff", TUESDAY, "ada")
    found = outcome(heard(said(1, "Hello"), promises=[promise]))
    assert (found.value, found.seq) == ("unknown", 5)


def test_feelings_come_with_their_messages() -> None:
    assert feeling(heard()) == {}
    found = feeling(heard(sentiment={1: 0.1, 3: -0.6, 5: 0.4}))
    assert {name: (one.value, one.seq) for name, one in found.items()} == {
        "start": ("0.10", 1), "lowest": ("-0.60", 3), "end": ("0.40", 5),
    }  # fmt: skip


def rule(name: str, source: FieldFrom, of: str = "") -> FieldRule:
    return FieldRule(name, {"en": name}, FieldType.TEXT, source, of)


def test_fields_are_filled_from_what_was_said_and_is_known() -> None:
    wanted = WrapUpRules(
        fields=(
            rule("topic", FieldFrom.KIND),
            rule("mood", FieldFrom.EMOTION),
            rule("amount", FieldFrom.FIGURE, "amount"),
            rule("reference", FieldFrom.FIGURE, "reference"),
            rule("segment", FieldFrom.CUSTOMER, "segment"),
            rule("email", FieldFrom.CUSTOMER, "email"),
            rule("remark", FieldFrom.STAFF),
        )
    )
    policy = a_policy(wrap_up=wanted)
    story = heard(
        said(1, "You took 1.249,90 € for AB-10023 " + "and more " * 20),
        said(2, "That was $5.", Speaker.STAFF),
        decisions=(
            decided(1, "card", emotions={"anger": 0.7, "joy": 0.1, "neutral": 0.9}),
            decided(3, "card", emotions={"worry": 0.2}),
        ),
        policy=policy,
    )
    found = fields(story)
    assert {name: one.value for name, one in found.items()} == {
        "topic": "card", "mood": "anger", "amount": "1249.90 EUR", "reference": "AB-10023",
        "segment": "gold", "email": "", "remark": "",
    }  # fmt: skip
    assert found["amount"].seq == 1
    assert found["amount"].why.endswith("…”")
    nothing = fields(heard(said(1, "Hi"), policy=policy))
    assert {name: one.value for name, one in nothing.items() if name != "segment"} == dict.fromkeys(
        ("topic", "mood", "amount", "reference", "email", "remark"), ""
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("EUR 20", "20 EUR"),
        ("£3.50", "3.50 GBP"),
        ("12 dollars", "12 DOLLARS"),
        ("1'000 chf", "1000 CHF"),
    ],
)
def test_amounts_are_written_in_one_way(text: str, value: str) -> None:
    policy = a_policy(wrap_up=WrapUpRules(fields=(rule("a", FieldFrom.FIGURE, "amount"),)))
    assert fields(heard(said(1, text), policy=policy))["a"].value == value


WRAP_UP = WrapUp(
    id="w",
    conversation_id="c",
    from_seq=1,
    up_to_seq=4,
    made_at=TUESDAY,
    reasons=(Found("card", "", 1),),
    outcome=Found("unknown", "Nobody said."),
    feeling={},
    fields={"amount": Found("5 EUR"), "remark": Found("")},
)


def test_accepting_as_it_stands_amends_nothing() -> None:
    accepted = WRAP_UP.shown(TUESDAY).accepted("ada", TUESDAY, Amends(CameOut.UNKNOWN, ("card",)))
    assert (accepted.amended, accepted.accepted_by) == ((), "ada")
    with pytest.raises(WrongState):
        accepted.accepted("ada", TUESDAY, Amends())


def test_what_a_person_says_stands_in_its_place() -> None:
    amends = Amends(CameOut.SOLVED, ("hours",), {"remark": "called", "amount": "5 EUR"})
    accepted = WRAP_UP.accepted("ada", TUESDAY, amends)
    assert accepted.amended == ("fields.remark", "outcome", "reasons")
    assert accepted.outcome == Found("solved", "said by staff")
    assert [reason.value for reason in accepted.reasons] == ["hours"]
    assert accepted.fields["remark"].value == "called"
    assert accepted.shown_at == TUESDAY
    with pytest.raises(KeyError):
        WRAP_UP.accepted("ada", TUESDAY, Amends(fields={"nothing": "x"}))


def test_a_refreshed_wrap_up_keeps_when_it_was_first_seen() -> None:
    newer = replace(WRAP_UP, id="other", up_to_seq=9)
    fresh = WRAP_UP.shown(TUESDAY).refreshed(newer)
    assert (fresh.id, fresh.up_to_seq, fresh.shown_at) == ("w", 9, TUESDAY)
    assert fresh.shown(TUESDAY.replace(year=2027)).shown_at == TUESDAY
