"""The wrap-up list: the policy's entries and a steward's, and what may not be done to them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handrail.domain.wrap_up_list import Entry, Part, Refused, WrapUpList, wrap_up_list
from handrail.domain.wrap_up_rules import FieldFrom, FieldRule, FieldType, WrapUpRules
from tests.domain.policies import a_policy

AT = datetime(2026, 11, 30, tzinfo=UTC)
TOPIC = FieldRule("topic", {"en": "Topic", "de": "Thema"}, FieldType.TEXT, FieldFrom.KIND)
POLICY = replace(a_policy(), wrap_up=WrapUpRules(fields=(TOPIC,)))
CALL = Entry(Part.REASON, "marketing_call", {"en": "Marketing call"}, 99, crm="MKT")
COST = Entry(
    Part.FIELD,
    "cost",
    {"en": "Cost"},
    9,
    type=FieldType.AMOUNT,
    source=FieldFrom.FIGURE,
    of="amount",
)


def a_list(*kept: Entry) -> WrapUpList:
    return wrap_up_list(POLICY, kept)


def names(listed: WrapUpList, part: Part) -> list[str]:
    return [entry.name for entry in listed.of(part)]


def test_without_a_stewards_word_the_policys_own_holds() -> None:
    listed = a_list()
    assert names(listed, Part.OUTCOME) == ["solved", "not_solved", "passed_on", "unknown"]
    assert names(listed, Part.FIELD) == ["topic"]
    kinds = {k.name for k in POLICY.kinds.values() if k.reply is None and k != POLICY.unknown}
    assert set(names(listed, Part.REASON)) == kinds
    assert listed.rules() == (TOPIC,)
    assert listed.asked_of(POLICY) == POLICY
    assert all((entry.part, entry.name) in listed.fixed for entry in listed.entries)


def test_a_kept_entry_takes_the_place_of_the_policys_but_not_its_source() -> None:
    renamed = Entry(
        Part.FIELD, "topic", {"en": "Matter"}, 1, "subject", FieldType.NUMBER, FieldFrom.STAFF
    )
    listed = a_list(renamed, COST)
    assert listed.title(Part.FIELD, "topic", "de") == "Matter"
    [topic, cost] = listed.rules()
    assert (topic.source, topic.type, topic.title) == (
        FieldFrom.KIND,
        FieldType.TEXT,
        {"en": "Matter"},
    )
    assert cost == FieldRule("cost", {"en": "Cost"}, FieldType.AMOUNT, FieldFrom.FIGURE, "amount")
    assert (Part.FIELD, "cost") not in listed.fixed
    assert listed.title(Part.REASON, "gone", "en") == "gone"


def test_a_new_entry_comes_last_and_a_known_one_keeps_its_place() -> None:
    listed = a_list()
    added = listed.saved(CALL)
    assert added.place == len(listed.of(Part.REASON)) + 1
    known = listed.of(Part.OUTCOME)[1]
    changed = listed.saved(replace(known, title={"en": "Open"}, crm="O", place=77))
    assert (changed.place, changed.title, changed.crm) == (known.place, {"en": "Open"}, "O")
    assert (known.words, changed.words) == (
        "de: Nicht gelöst, en: Not solved, es: No resuelto",
        "en: Open → O",
    )
    assert wrap_up_list(replace(POLICY, kinds={}), []).saved(CALL).place == 1


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": "Marketing call"}, "name"),
        ({"name": "a" * 41}, "name"),
        ({"title": {"de": "Anruf"}}, "title.en"),
        ({"title": {"en": " "}}, "title.en"),
        ({"part": Part.FIELD}, "source"),
        ({"part": Part.FIELD, "type": FieldType.TEXT, "source": FieldFrom.FIGURE}, "of"),
        ({"part": Part.FIELD, "type": FieldType.TEXT, "source": FieldFrom.STAFF, "of": "x"}, "of"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(
    changes: dict[str, object], where: str
) -> None:
    with pytest.raises(Refused) as refused:
        a_list().saved(replace(CALL, **changes))
    assert refused.value.args[1] == where


def test_a_retired_entry_is_not_offered_and_keeps_its_words() -> None:
    retired = a_list(CALL).retired(Part.REASON, "marketing_call", AT, "Ines")
    listed = a_list(retired)
    assert "marketing_call" not in listed.offered(Part.REASON)
    assert listed.title(Part.REASON, "marketing_call", "en") == "Marketing call"
    assert listed.brought_back(Part.REASON, "marketing_call") == CALL
    field = a_list(COST).retired(Part.FIELD, "topic", AT, "Ines")
    assert [rule.name for rule in a_list(COST, field).rules()] == ["cost"]


def test_what_is_read_from_what_was_said_cannot_be_retired() -> None:
    with pytest.raises(Refused, match="rename it"):
        a_list().retired(Part.OUTCOME, "unknown", AT, "Ines")
    with pytest.raises(LookupError):
        a_list().retired(Part.OUTCOME, "gone", AT, "Ines")


def test_an_order_names_every_entry_once() -> None:
    listed = a_list(COST)
    ordered = listed.ordered(Part.FIELD, ["cost", "topic"])
    assert [(one.name, one.place) for one in ordered] == [("cost", 1), ("topic", 2)]
    assert names(a_list(*ordered), Part.FIELD) == ["cost", "topic"]
    for wrong in (["cost"], ["cost", "cost"], ["cost", "topic", "x"]):
        with pytest.raises(Refused, match="once"):
            listed.ordered(Part.FIELD, wrong)
