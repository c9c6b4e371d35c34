"""What a policy file says of lists that are told and of calls that are undone: read whole, or refused."""

import pytest

from handrail.adapters.policy_files import load_policy
from handrail.domain.policy import PolicyError

from .test_tools import with_tools

UNDOES = """
[[tools]]
name = "unblock_card"
title = { en = "Unblock", de = "Entsperren" }
server = "back_office"
who = "staff"
sees = ["customer.external_id"]
[tools.arguments.customer_id]
own = "customer.external_id"
[tools.arguments.last4]
[tools.says]
effect = { en = "{last4} works again.", de = "{last4} geht wieder." }
done = { en = "Done.", de = "Getan." }
failed = { en = "Not done.", de = "Nicht getan." }
unknown = { en = "Not known.", de = "Nicht bekannt." }
"""
LISTS = """
[tools.lists]
items = "cards"
only = { status = "active" }
upcoming = "until"
most = 3
line = { en = "{brand}", de = "{brand}" }
none = { en = "None.", de = "Keine." }
more = { en = "{count} more", de = "{count} weitere" }
[tools.lists.tells.brand]
[tools.says]
done = { en = "Cards: {list}", de = "Karten: {list}" }
failed = { en = "Not seen.", de = "Nicht gesehen." }
"""
END_OF_LIST = 'own = "customer.external_id"\n\n[[tools]]\nname = "block_card"'


def undoable(*changes: tuple[str, str]) -> str:
    text = with_tools(("idempotent = true", 'undo = "unblock_card"\nundo_s = 60')) + UNDOES
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def listed(*changes: tuple[str, str]) -> str:
    own, rest = END_OF_LIST.split("\n\n")
    text = with_tools((END_OF_LIST, f"{own}\n{LISTS}\n{rest}"))
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_what_undoes_a_tool_and_what_a_list_tells_are_read() -> None:
    spec = load_policy(undoable(), "small.toml").tools["block_card"]
    assert (spec.undo, spec.undo_s) == ("unblock_card", 60)
    lists = load_policy(listed(), "small.toml").tools["list_cards"].lists
    assert lists is not None
    assert (lists.items, lists.upcoming, lists.most) == ("cards", "until", 3)
    assert [told.name for told in lists.tells] == ["brand"]


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('undo = "unblock_card"\nundo_s', "undo_s", "tools[1].undo_s", "nothing undoes"),
        ('undo = "unblock_card"', 'undo = "block_card"', "tools[1].undo", "by another tool"),
        ('undo = "unblock_card"', 'undo = "list_cards"', "tools[1].undo", "has an effect"),
        (
            "[tools.arguments.last4]",
            "[tools.arguments.pan]",
            "tools[1].undo",
            "nothing of a call fills 'pan'",
        ),
        (
            'unknown = { en = "Not known.", de = "Nicht bekannt." }\n',
            "",
            "tools[2].says.unknown",
            "undoes 'block_card'",
        ),
    ],
)
def test_an_undo_that_cannot_be_is_refused(old: str, new: str, key: str, reason: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(undoable((old, new)).replace("{last4} works", "It works"), "small.toml")
    assert (refused.value.key, reason in str(refused.value)) == (key, True)


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("effect = false", "effect = true", "tools[0].lists", "only a tool that reads"),
        ('line = { en = "{brand}"', 'line = { en = "{pan}"', "tools[0].lists.line.en", "{pan}"),
        ('more = { en = "{count} more"', 'more = { en = "{n}"', "tools[0].lists.more.en", "{n}"),
        (', de = "Keine." }\nmore', " }\nmore", "tools[0].lists.none.de", "missing"),
        ("most = 3", "most = 10", "tools[0].lists.most", ""),
        (
            "[tools.lists.tells.brand]",
            '[tools.lists.tells.brand]\npattern = "["',
            "tools[0].lists.tells.brand.pattern",
            "no regular expression",
        ),
        (
            "[tools.arguments.customer_id]",
            "[tools.arguments.list]",
            "tools[0].lists",
            "the list's own",
        ),
    ],
)
def test_a_list_that_cannot_be_told_is_refused(old: str, new: str, key: str, reason: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(listed((old, new)), "small.toml")
    assert refused.value.key == key
    assert reason in str(refused.value)


def test_a_kind_names_no_tool_without_words() -> None:
    text = with_tools().replace(
        "ai_may_answer = true", 'ai_may_answer = true\ntool = "list_cards"', 1
    )
    with pytest.raises(PolicyError, match="no words to answer"):
        load_policy(text, "small.toml")
