import re
from pathlib import Path

import pytest

from handrail.adapters.policy_files import BUNDLED, CEL_FACTS, load_policy, read_policy
from handrail.domain.playbook import By, Doing, DoneWhen
from handrail.domain.policy import PolicyError

from .text import SMALL

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "write-a-playbook.md"
BOOK = """
[[playbooks]]
name = "lost"
title = { en = "Lost card", de = "Karte weg" }
kinds = ["loss"]

[[playbooks.steps]]
name = "block"
do = "do"
text = { en = "Block it.", de = "Sperren." }
clause = "Cards 1"
when = "kind == 'loss' && turn >= 1"
done_when = { by = "staff", words = ["card blocked"], like = ["I have blocked your card."] }

[[playbooks.steps]]
name = "letter"
do = "offer"
text = { en = "Offer a letter.", de = "Brief anbieten." }
required = false
"""


def test_a_playbook_becomes_typed_data() -> None:
    [book] = load_policy(SMALL + BOOK, "small.toml").playbooks
    assert (book.name, book.title["de"], book.kinds) == ("lost", "Karte weg", ("loss",))
    block, letter = book.steps
    assert (block.doing, block.clause, block.required) == (Doing.DO, "Cards 1", True)
    assert block.done_when == DoneWhen(By.STAFF, ("card blocked",), ("I have blocked your card.",))
    assert block.holds is not None
    assert block.holds({**CEL_FACTS, "kind": "loss"})
    assert not block.holds({**CEL_FACTS, "kind": "hello"})
    assert block.holds({})  # what fails on real facts is shown
    assert (letter.required, letter.done_when, letter.holds) == (False, None, None)


def test_a_policy_without_playbooks_keeps_its_version() -> None:
    assert load_policy(SMALL, "a").playbooks == ()
    assert load_policy(SMALL, "a").version != load_policy(SMALL + BOOK, "a").version


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ('kinds = ["loss"]', 'kinds = ["lost"]', "playbooks[0].kinds[0]", "Name a kind"),
        ('kinds = ["loss"]', "kinds = []", "playbooks[0].kinds", "with one entry at least"),
        ('kinds = ["loss"]', 'kinds = ["loss", "loss"]', "kinds[1]", "Name it in one playbook"),
        ('name = "letter"', 'name = "block"', "playbooks[0].steps[1].name", "Rename"),
        ('do = "offer"', 'do = "beg"', "playbooks[0].steps[1].do", '"ask", "check", "do", "offer"'),
        ('by = "staff"', 'by = "robot"', "steps[0].done_when.by", '"customer" or "staff"'),
        (', de = "Sperren."', "", "steps[0].text.de", "Write it"),
        (', de = "Sperren."', ', de = "S", es = "B"', "steps[0].text.es", "Add 'es'"),
        ("turn >= 1", "turns >= 1", "steps[0].when", "Use one of"),
        ("turn >= 1", "'wave' in done", "steps[0].when", "Use one of: block, letter"),
        ('by = "staff"', 'tool = "no_such"', "steps[0].done_when.tool", "Name a tool"),
        ('"card blocked"', '"have it"', "done_when.words[0]", "Use words"),
        ('"I have blocked your card."', '"you may"', "done_when.like[0]", "Use words"),
        (
            ', words = ["card blocked"], like = ["I have blocked your card."]',
            "",
            "steps[0].done_when",
            "Give words, like or tool",
        ),
        ("required = false", "needed = false", "steps[1].needed", "Correct its name"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(old: str, new: str, key: str, remedy: str) -> None:
    assert old in BOOK
    with pytest.raises(PolicyError) as refused:
        load_policy(SMALL + BOOK.replace(old, new), "small.toml")
    assert refused.value.key.endswith(key)
    assert remedy in refused.value.remedy


def test_two_playbooks_of_one_name_are_refused() -> None:
    with pytest.raises(PolicyError, match="another 'lost'"):
        load_policy(SMALL + BOOK + BOOK, "small.toml")


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_policies_have_playbooks_for_what_people_lead(path: Path) -> None:
    policy = read_policy(path)
    assert 4 <= len(policy.playbooks) <= 6
    served = {kind for book in policy.playbooks for kind in book.kinds}
    weighty = {kind.name for kind in policy.kinds.values() if kind.hard_rule is not None}
    covered = {"bereavement", "regulator"} & set(policy.kinds)
    assert covered <= served
    assert len(weighty & served) >= 3
    for book in policy.playbooks:
        assert any(step.required for step in book.steps)


def test_the_example_of_the_how_to_can_be_added_to_a_policy() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    without_spanish = re.sub(r", es = \"[^\"]*\"", "", example).replace("card_lost", "loss")
    [book] = load_policy(SMALL + without_spanish, "how-to.toml").playbooks
    assert [step.name for step in book.steps] == ["block", "last_payments", "new_card", "cash"]


def test_a_must_is_required_and_a_step_may_be_done_by_a_tool() -> None:
    [fraud] = [b for b in read_policy(BUNDLED / "banking.toml").playbooks if b.name == "fraud"]
    block = fraud.steps[0]
    assert (block.must, block.required) == (True, True)
    assert block.done_when is not None
    assert block.done_when.tool == "block_card"
    text = SMALL + BOOK.replace("required = false", "required = false\nmust = true")
    assert [step.required for step in load_policy(text, "a").playbooks[0].steps] == [True, True]


def test_a_step_may_branch_on_what_was_done_and_answered() -> None:
    branch = "'letter' in declined && !('block' in done)"
    [book] = load_policy(SMALL + BOOK.replace("kind == 'loss' && turn >= 1", branch), "a").playbooks
    holds = book.steps[0].holds
    assert holds is not None
    assert holds({**CEL_FACTS, "done": [], "agreed": [], "declined": ["letter"]})
    assert not holds({**CEL_FACTS, "done": [], "agreed": ["letter"], "declined": []})
    with pytest.raises(PolicyError, match="'done' is not a fact"):
        load_policy(SMALL + RULE, "a")


RULE = """
[[rules]]
name = "branch"
when = "'block' in done"
lead = "PERSON"
because = { en = "x", de = "x" }
"""
