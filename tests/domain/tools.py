"""Tools for tests: a card to block, an order to look up, money to refund."""

from dataclasses import replace

from handrail.domain.policy import Policy
from handrail.domain.tool import (
    Beyond,
    Choice,
    Limit,
    Listed,
    Rate,
    Says,
    Slot,
    Told,
    ToolSpec,
    ToolUse,
)
from tests.domain.policies import a_policy, kind, texts

OWN = Limit("customer_id", own="customer.external_id")
MINE = Slot("customer_id", own="customer.external_id")


def schema(**types: str) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {name: {"type": wanted} for name, wanted in types.items()},
        "required": list(types),
        "additionalProperties": False,
    }


def says(what: str) -> Says:
    return Says(
        effect={"en": f"I will {what}. Shall I?"},
        done={"en": f"Done: {what}."},
        failed={"en": f"I could not {what}."},
        unknown={"en": f"Nobody knows whether I did {what}."},
        refused={"en": f"I may not {what}."},
        declined={"en": "All right, nothing is done."},
        waiting={"en": "A colleague has to approve this first."},
    )


def a_tool(name: str, **changes: object) -> ToolSpec:
    spec = ToolSpec(
        name=name,
        title=texts(name),
        server="back_office",
        remote_name=name,
        description="",
        input_schema=schema(customer_id="string"),
        who=ToolUse.AI,
        limits=(OWN,),
        slots=(MINE,),
        sees=("customer.external_id",),
        deadline_s=0.05,
    )
    return replace(spec, **changes)


def reads(name: str, **changes: object) -> ToolSpec:
    return a_tool(name, **{"effect": False, "needs_confirmation": False, **changes})


LIST_CARDS = reads("list_cards", kinds=("block",))
BLOCK_CARD = a_tool(
    "block_card",
    kinds=("block",),
    input_schema=schema(customer_id="string", card_id="string"),
    limits=(OWN, Limit("card_id", pattern="[a-z0-9]{1,8}")),
    slots=(
        MINE,
        Slot(
            "card_id",
            choice=Choice(
                "list_cards",
                "cards",
                "card_id",
                "{brand} {last4}",
                ask={"en": "Which card?"},
                none={"en": "There is no active card."},
                only={"status": "active"},
            ),
        ),
    ),
    tells=(Told("last4", "[0-9]{4}"),),
    rates=(Rate(2, 3600),),
    says=says("block {card_id}"),
    undo="unblock_card",
    undo_s=3600,
)
UNBLOCK_CARD = a_tool(
    "unblock_card",
    who=ToolUse.STAFF,
    input_schema=schema(customer_id="string", card_id="string"),
    slots=(MINE, Slot("card_id")),
    tells=(Told("last4", "[0-9]{4}"),),
    rates=(Rate(2, 3600),),
    needs_confirmation=False,
    idempotent=True,
    says=says("unblock {card_id}"),
)
LIST_VISITS = reads(
    "list_visits",
    kinds=("visits",),
    lists=Listed(
        items="visits",
        line={"en": "{when}, {with}"},
        none={"en": "You have no appointment."},
        more={"en": "and {count} more"},
        tells=(Told("when", "[0-9T:+-]{10,40}"), Told("with", "[A-Za-z ]{1,40}")),
        only={"status": "booked"},
        upcoming="when",
    ),
    says=Says(done={"en": "Your appointments:\n{list}"}, failed={"en": "I could not look it up."}),
)
LIST_ORDERS = reads("list_orders", kinds=("status", "refund"))
ORDERS = Choice(
    "list_orders",
    "orders",
    "order_id",
    "{order_id} {item}",
    ask={"en": "Which order?"},
    none={"en": "There is no order."},
)
ORDER_STATUS = reads(
    "order_status",
    kinds=("status",),
    input_schema=schema(customer_id="string", order_id="string"),
    slots=(MINE, Slot("order_id", choice=ORDERS)),
    tells=(Told("status", "[a-z]{1,20}", {"shipped": {"en": "on its way"}}),),
    says=Says(done={"en": "{order_id} is {status}."}, failed={"en": "I could not look it up."}),
)
REFUND = a_tool(
    "refund",
    kinds=("refund",),
    input_schema=schema(customer_id="string", order_id="string", amount_eur="number"),
    limits=(
        OWN,
        Limit("amount_eur", least=0.01, most=500),
        Limit("amount_eur", most=50, beyond=Beyond.APPROVAL),
    ),
    slots=(
        MINE,
        Slot("order_id", choice=ORDERS),
        Slot("amount_eur", ask={"en": "How many euros?"}),
    ),
    says=says("refund {amount_eur} for {order_id}"),
    idempotent=True,
    approval_s=300,
    approval_fallback="refuse",
)
SPECS = (
    *(LIST_CARDS, BLOCK_CARD, UNBLOCK_CARD, LIST_VISITS),
    *(LIST_ORDERS, ORDER_STATUS, REFUND),
)
TOOLS = {spec.name: spec for spec in SPECS}


def a_policy_with_tools(**changes: object) -> Policy:
    policy = a_policy(version="v-tools", tools=TOOLS)
    kinds = {
        **policy.kinds,
        "block": kind("block", tool="block_card"),
        "visits": kind("visits", tool="list_visits"),
        "status": kind("status", tool="order_status"),
        "refund": kind("refund", tool="refund"),
    }
    return replace(policy, kinds=kinds, **changes)
