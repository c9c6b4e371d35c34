import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from handrail.adapters.policy_files import CEL_FACTS, load_policy, playbook_tables, schema
from handrail.adapters.policy_files.articles import FrontMatter
from handrail.adapters.policy_files.conditions import FUNCTIONS
from handrail.domain.disclosure import DISCLOSURES
from handrail.domain.hard_rules import HARD_RULES

from .text import SMALL

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "policy.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "add-a-kind-of-moment.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`\[*(\w+)(?:\.\w+)?\]*`", REFERENCE))


def tables() -> Iterator[type[msgspec.Struct]]:
    for found in {**vars(schema), **vars(playbook_tables)}.values():
        if isinstance(found, type) and issubclass(found, schema.Table):
            yield found
    yield FrontMatter


@pytest.mark.parametrize("table", list(tables()), ids=lambda table: table.__name__)
def test_the_reference_names_every_key(table: type[msgspec.Struct]) -> None:
    missing = [key for key in table.__struct_fields__ if key not in NAMED]
    assert not missing


def test_the_reference_names_every_fact_function_and_hard_rule() -> None:
    assert set(CEL_FACTS) | set(FUNCTIONS) | set(HARD_RULES) <= NAMED


@pytest.mark.parametrize("key", DISCLOSURES)
def test_the_reference_names_the_placeholders_of_each_text(key: str) -> None:
    (row,) = re.findall(rf"^\| `{key}` \|(.*?)\|", REFERENCE, re.MULTILINE)

    assert set(re.findall(r"\{(\w+)\}", row)) == DISCLOSURES[key]


def test_the_example_of_the_how_to_can_be_added_to_a_policy() -> None:
    kind, rule = re.findall(r"```toml\n(.*?)```", HOW_TO, re.DOTALL)
    added = re.sub(r", es = \"[^\"]*\"", "", kind + rule)

    policy = load_policy(SMALL + re.sub(r"^ {3}", "", added, flags=re.MULTILINE), "how-to.toml")

    assert policy.kind("deposit_box").ai_may_answer
    assert tomllib.loads(re.sub(r"^ {3}", "", kind, flags=re.MULTILINE))["kinds"][0]["title"]["es"]
    facts = {**CEL_FACTS, "kind": "deposit_box", "text": "I LOST my key"}
    assert [rule.name for rule in policy.rules if rule.holds(facts)] == ["box-key-lost"]
