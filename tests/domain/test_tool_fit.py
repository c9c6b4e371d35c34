"""A tool of the policy beside what its server says of it: what does not fit is named with its place."""

from dataclasses import replace
from typing import cast

import pytest

from handrail.domain.tool import Beyond, Limit, Listed, Slot, Told
from handrail.domain.tool_fit import Misfit, list_misfits, misfits
from tests.domain.tools import BLOCK_CARD, LIST_VISITS, REFUND, a_tool, schema

ANY: dict[str, object] = {}
WORDS: dict[str, str] = {}
TAKES: dict[str, object] = {
    "type": "object",
    "properties": {
        "customer_id": {"type": "string"},
        "order_id": {"type": "string"},
        "amount_eur": {"type": "number", "minimum": 0.01, "maximum": 500},
        "idempotency_key": {"type": "string"},
    },
    "required": ["customer_id", "order_id", "amount_eur", "idempotency_key"],
}


def takes(**changes: object) -> dict[str, object]:
    properties = cast("dict[str, object]", TAKES["properties"])
    return {**TAKES, "properties": {**properties, **changes}}


def keys(found: tuple[Misfit, ...]) -> list[str]:
    return [each.key for each in found]


def test_what_fits_is_not_mentioned() -> None:
    assert misfits(REFUND, TAKES, None) == ()
    assert misfits(REFUND, takes(amount_eur=ANY), {"type": "object"}) == ()
    whole = a_tool("t", input_schema=schema(customer_id="string", n="integer"))
    given = {"properties": {"customer_id": {"$ref": "#/$defs/id"}, "n": {"type": "number"}}}
    assert misfits(whole, {**given, "$defs": {"id": {"type": "string"}}}, None) == ()


def test_an_argument_that_the_tool_does_not_have() -> None:
    theirs = {"properties": {"customer_id": ANY, "order_id": ANY, "amount": ANY}}
    [found] = misfits(REFUND, theirs, None)
    assert found.key == "arguments.amount_eur"
    assert "has no argument 'amount_eur' and the policy limits it" in found.reason
    assert "(amount, customer_id, order_id)" in found.remedy
    bare = a_tool("t")
    [found] = misfits(bare, ANY, None)
    assert "limits" not in found.reason
    assert "(none)" in found.remedy


@pytest.mark.parametrize(
    "theirs",
    [
        {"type": "string"},
        {"type": ["string", "null"]},
        {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/nothing"}]},
        {"$ref": "#/$defs/text"},
        {"type": "integer"},
    ],
)
def test_an_argument_of_another_type(theirs: dict[str, object]) -> None:
    open_ended = "anyOf" in theirs
    given = {**takes(amount_eur=theirs), "$defs": {"text": {"type": "string"}}}
    found = misfits(REFUND, given, None)
    assert keys(found) == ([] if open_ended else ["arguments.amount_eur.type"])


def test_either_type_is_enough() -> None:
    either = {"anyOf": [{"type": "string"}, {"type": "number"}]}
    assert misfits(REFUND, takes(amount_eur=either), None) == ()
    ring = {**takes(amount_eur={"$ref": "#/$defs/a"}), "$defs": {"a": {"$ref": "#/$defs/a"}}}
    assert misfits(REFUND, ring, None) == ()


def test_a_limit_beyond_what_the_server_takes() -> None:
    theirs = takes(amount_eur={"type": "number", "minimum": 1, "maximum": 100})
    found = misfits(REFUND, theirs, None)
    assert keys(found) == ["arguments.amount_eur.most", "arguments.amount_eur.least"]
    assert [each.remedy for each in found] == ["Lower it to 100", "Raise it to 1"]
    asks = replace(REFUND, limits=(Limit("amount_eur", most=900, beyond=Beyond.APPROVAL),))
    assert misfits(asks, theirs, None) == ()


def test_values_that_the_server_does_not_take() -> None:
    spec = a_tool("t", limits=(Limit("customer_id", allowed=("a", "b")),))
    theirs = {"properties": {"customer_id": {"type": "string", "enum": ["b", "c"]}}}
    [found] = misfits(spec, theirs, None)
    assert (found.key, found.reason) == (
        "arguments.customer_id.allowed",
        "the server itself does not take a",
    )


def test_an_argument_that_the_policy_never_gives() -> None:
    theirs = {**takes(reason={"type": "string"}), "required": ["reason", "idempotency_key"]}
    [found] = misfits(REFUND, theirs, None)
    assert (found.key, found.remedy) == ("arguments", "Add arguments.reason")


def test_fields_that_the_answer_does_not_have() -> None:
    theirs = {"properties": {"customer_id": ANY, "card_id": ANY}}
    [found] = misfits(BLOCK_CARD, theirs, {"properties": {"digits": ANY}})
    assert (found.key, found.remedy) == ("tells.last4", "Use one that it has (digits)")


def visits(**fields: object) -> dict[str, object]:
    item = {"$ref": "#/$defs/Visit"}
    return {
        "properties": {"visits": {"type": "array", "items": item}},
        "$defs": {"Visit": {"properties": fields}},
    }


def test_lists_that_are_told() -> None:
    theirs = {"properties": {"customer_id": ANY}}
    given: dict[str, object] = {"when": ANY, "with": ANY, "status": ANY}
    assert misfits(LIST_VISITS, theirs, visits(**given)) == ()
    found = misfits(LIST_VISITS, theirs, visits(at=ANY, **{"with": ANY}))
    assert keys(found) == ["lists.tells", "lists.only", "lists.upcoming"]
    [found] = misfits(LIST_VISITS, theirs, {"properties": {"all": ANY}})
    assert (found.key, found.remedy) == ("lists.items", "Use one that it has (all)")
    assert misfits(LIST_VISITS, theirs, {"properties": {"visits": {"type": "array"}}}) == ()
    plain = replace(
        LIST_VISITS,
        lists=Listed("visits", WORDS, WORDS, WORDS, (Told("when"),)),
    )
    assert misfits(plain, theirs, visits(when=ANY)) == ()
    assert misfits(plain, theirs, {"properties": "nonsense"}) == ()


def test_lists_that_arguments_are_chosen_from() -> None:
    cards = {"list_cards": visits(card_id=ANY, status=ANY)}
    renamed = {"properties": {"cards": {"items": {"properties": {"id": ANY, "status": ANY}}}}}
    [found] = list_misfits(BLOCK_CARD, cards)
    assert found.key == "arguments.card_id.choose.items"
    [found] = list_misfits(BLOCK_CARD, {"list_cards": renamed})
    assert found.key == "arguments.card_id.choose.value"
    assert list_misfits(BLOCK_CARD, {"list_cards": None}) == ()
    assert list_misfits(replace(BLOCK_CARD, slots=(Slot("card_id"),)), cards) == ()
