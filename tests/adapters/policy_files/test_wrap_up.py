"""What a policy file says of wrap-ups and of the company's jargon."""

import pytest

from handrail.adapters.policy_files import BUNDLED, bundled_policies, load_policy, read_policy
from handrail.domain.policy import PolicyError
from handrail.domain.wrap_up_rules import WRAP_UP, FieldFrom, FieldType

from .text import SMALL

FIELD = '\n[[wrap_up.fields]]\nname = "a"\ntitle = { en = "A" }\n'


def test_a_file_without_the_tables_keeps_its_version_and_the_usual_rules() -> None:
    policy = load_policy(SMALL, "small.toml")
    assert (policy.wrap_up, policy.jargon) == (WRAP_UP, {})
    assert load_policy(SMALL + "\n[wrap_up]\n", "small.toml").version != policy.version


def test_the_tables_become_rules() -> None:
    more = FIELD + 'type = "amount"\nsource = "figure"\nof = "amount"\n'
    text = SMALL + "\n[wrap_up]\nquiet_min = 5\n" + more + '[clarity.jargon]\n"RMA" = "return"\n'
    policy = load_policy(text, "small.toml")
    [rule] = policy.wrap_up.fields
    assert (policy.wrap_up.quiet_min, policy.wrap_up.promise_grace_min) == (5, 60)
    assert (rule.type, rule.source, rule.of) == (FieldType.AMOUNT, FieldFrom.FIGURE, "amount")
    assert policy.jargon == {"RMA": "return"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[wrap_up]\nquiet_min = 0", "wrap_up.quiet_min: it says 0"),
        (FIELD + 'source = "figure"\nof = "boats"', "fields[0].of: source 'figure' has no 'boats'"),
        (FIELD + 'source = "kind"\nof = "x"', "fields[0].of: source 'kind' has no 'x'"),
        (FIELD + 'source = "boats"', 'Write "kind", "emotion", "figure", "customer" or "staff"'),
        (FIELD + 'type = "boats"', 'Write "text", "number" or "amount"'),
        (FIELD + FIELD, "fields[1].name: 'a' is there twice"),
        (FIELD.replace("en =", "de ="), "fields[0].title: it has no text in en"),
        ("[clarity]\nwords = 1", "clarity.words: this key is not known"),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(more: str, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(f"{SMALL}\n{more}", "small.toml")
    assert said in str(refused.value)


@pytest.mark.parametrize("name", bundled_policies())
def test_each_bundled_policy_wants_fields(name: str) -> None:
    assert len(read_policy(BUNDLED / f"{name}.toml").wrap_up.fields) >= 4
