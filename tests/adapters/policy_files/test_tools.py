"""Tools in a policy file: read whole, or refused with file, key, reason and remedy."""

import pytest

from handrail.adapters.policy_files import bundled_policies, load_policy
from handrail.adapters.policy_files.load import BUNDLED
from handrail.domain.policy import PolicyError
from handrail.domain.tool import Beyond, Limit, Per, ToolUse

from .text import SMALL

TOOLS = """
[[tools]]
name = "list_cards"
title = { en = "See cards", de = "Karten sehen" }
server = "back_office"
who = "ai"
effect = false
sees = ["customer.external_id"]
[tools.arguments.customer_id]
own = "customer.external_id"

[[tools]]
name = "block_card"
title = { en = "Block a card", de = "Karte sperren" }
server = "back_office"
remote = "card_block"
who = "ai"
idempotent = true
sees = ["customer.external_id"]
rates = [{ count = 2, window_s = 3600, per = "conversation" }]
[tools.arguments.customer_id]
own = "customer.external_id"
[tools.arguments.card_id]
pattern = "[a-z0-9]+"
[tools.arguments.card_id.choose]
tool = "list_cards"
items = "cards"
value = "card_id"
label = "{last4}"
ask = { en = "Which?", de = "Welche?" }
none = { en = "None.", de = "Keine." }
[tools.arguments.limit]
type = "number"
least = 0
approval_over = 50
most = 100
ask = { en = "How much?", de = "Wie viel?" }
[tools.tells.last4]
pattern = "[0-9]{4}"
[tools.says]
effect = { en = "I will block {card_id}. Shall I?", de = "Ich sperre {card_id}. Soll ich?" }
done = { en = "{last4} is blocked.", de = "{last4} ist gesperrt." }
failed = { en = "Not done.", de = "Nicht geschehen." }
unknown = { en = "Not known.", de = "Nicht bekannt." }
refused = { en = "I may not.", de = "Ich darf nicht." }
declined = { en = "Nothing done.", de = "Nichts getan." }
waiting = { en = "A person decides.", de = "Ein Mensch entscheidet." }
"""


def with_tools(*changes: tuple[str, str]) -> str:
    text = TOOLS
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return SMALL + text


def test_a_tool_is_read_whole() -> None:
    tools = load_policy(with_tools(), "small.toml").tools
    spec = tools["block_card"]
    assert (spec.remote_name, spec.who, spec.needs_confirmation) == ("card_block", ToolUse.AI, True)
    assert Limit("limit", most=50, beyond=Beyond.APPROVAL) in spec.limits
    assert spec.rates[0].per is Per.CONVERSATION
    assert [slot.argument for slot in spec.slots] == ["customer_id", "card_id", "limit"]
    assert spec.input_schema["required"] == ["customer_id", "card_id", "limit"]
    assert not tools["list_cards"].needs_confirmation


def test_a_policy_without_tools_keeps_its_version() -> None:
    plain = load_policy(SMALL, "small.toml")
    assert plain.tools == {}
    assert plain.version != load_policy(with_tools(), "small.toml").version


@pytest.mark.parametrize("name", bundled_policies())
def test_the_kinds_of_shipped_policies_name_tools_that_the_ai_may_use(name: str) -> None:
    policy = load_policy((BUNDLED / f"{name}.toml").read_text("utf-8"), name)
    for kind in policy.kinds.values():
        if kind.tool is not None:
            assert kind.name in policy.tools[kind.tool].kinds


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('name = "block_card"', 'name = "list_cards"', "tools[1].name", "another tool"),
        ("window_s = 3600", "window_s = 99999999", "tools[1].rates[0].window_s", "further back"),
        (
            'sees = ["customer.external_id"]\nrates',
            'sees = ["customer.age"]\nrates',
            "tools[1].sees[0]",
            "no field",
        ),
        (
            'sees = ["customer.external_id"]\nrates',
            "rates",
            "tools[1].arguments.customer_id.own",
            "does not see",
        ),
        ("idempotent = true", 'undo = "unblock"', "tools[1].undo", "no tool 'unblock'"),
        ("idempotent = true", "confirm = false", "tools[1].confirm", "without the customer's yes"),
        (
            'pattern = "[a-z0-9]+"',
            'pattern = "["',
            "tools[1].arguments.card_id.pattern",
            "no regular expression",
        ),
        ('pattern = "[a-z0-9]+"', "most = 3", "tools[1].arguments.card_id", "only a number"),
        ("most = 100", "most = 40", "tools[1].arguments.limit.approval_over", "nothing lies"),
        (
            'type = "number"\nleast = 0\napproval_over = 50\nmost = 100\n',
            "",
            "tools[1].arguments.limit.ask",
            "only a number",
        ),
        ('label = "{last4}"', 'label = "card"', "tools[1].arguments.card_id.choose.label", "same"),
        (
            'tool = "list_cards"',
            'tool = "cards"',
            "tools[1].arguments.card_id.choose.tool",
            "no tool 'cards'",
        ),
        ("effect = false\n", "confirm = true\n", "tools[0].says.done", "missing"),
        (
            'failed = { en = "Not done.", de = "Nicht geschehen." }\n',
            "",
            "tools[1].says.failed",
            "missing",
        ),
        ("{last4} is blocked.", "{brand} is blocked.", "tools[1].says.done.en", "nothing fills"),
        ("I will block {card_id}", "I will block {last4}", "tools[1].says.effect.en", "nothing"),
        (', de = "Karte sperren"', "", "tools[1].title.de", "missing"),
        (
            'en = "How much?"',
            'en = "How much?", es = "?"',
            "tools[1].arguments.limit.ask.es",
            "no such locale",
        ),
        (
            "[tools.arguments.card_id]\n",
            '[tools.arguments.card_id]\nvalue = "k1"\n',
            "tools[1].arguments.card_id",
            "takes this from",
        ),
    ],
)
def test_a_tool_is_refused_with_its_place(old: str, new: str, key: str, reason: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(with_tools((old, new)), "small.toml")
    assert refused.value.key == key
    assert reason in refused.value.reason


def test_a_tool_of_the_ai_is_tied_to_the_customers_account() -> None:
    own = 'own = "customer.external_id"\n[tools.arguments.card_id]'
    with pytest.raises(PolicyError, match="own account"):
        load_policy(with_tools((own, 'value = "C-1"\n[tools.arguments.card_id]')), "small.toml")


@pytest.mark.parametrize(
    ("tool", "who", "reason"),
    [("unblock", "ai", "not there"), ("block_card", "staff", "only staff")],
)
def test_a_kind_names_a_tool_that_the_ai_may_use(tool: str, who: str, reason: str) -> None:
    text = with_tools(('remote = "card_block"\nwho = "ai"', f'who = "{who}"'))
    named = text.replace("ai_may_answer = true", f'ai_may_answer = true\ntool = "{tool}"', 1)
    assert named != text
    with pytest.raises(PolicyError) as refused:
        load_policy(named, "small.toml")
    assert refused.value.key == "kinds[0].tool"
    assert reason in refused.value.reason
