"""Policies as stewards really break them: the message says where, what is written, and what to write."""

import pytest

from handrail.adapters.policy_files import load_policy
from handrail.adapters.policy_files.refusals import line_of
from handrail.domain.policy import PolicyError
from tests.adapters.policy_files.text import SMALL, spoiled

PLAYBOOK = """[[playbooks]]
name = "p"
title = { en = "a", de = "b" }
kinds = ["loss"]
[[playbooks.steps]]
name = "s"
do = "say"
"""
END = len(SMALL.splitlines())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'title = "Small"',
            "title = 3",
            "line 3, title: it says 3, a number. Write a text in quotes that is not empty.",
        ),
        (
            "review_s = 120",
            'review_s = "120"',
            'promises.review_s: it says "120", a text. Write a whole number without quotes, 1 or more.',
        ),
        (
            "kind_sure = 0.60",
            "kind_sure = 60",
            "thresholds.kind_sure: it says 60. Write a number without quotes, from 0 to 1.",
        ),
        (
            'medium = "REVIEW"',
            'medium = "review"',
            'leads.medium: it says "review". Write "AI", "REVIEW" or "PERSON".',
        ),
        (
            'locales = ["en", "de"]',
            'locales = "en"',
            'line 5, locales: it says "en", a text. Write a list in square brackets, with one entry',
        ),
        ("format = 1", "format = 2", "line 1, format: it says 2. Write 1."),
        (
            'name = "loss"',
            'name = "Loss of card"',
            'kinds[1].name: it says "Loss of card". Write a name of small letters, digits and _,',
        ),
        (
            'company = "Small Ltd"',
            'compny = "Small Ltd"',
            "line 4, compny: this key is not known. Write company, or remove it.",
        ),
        ("wed = []\n", "", "line 9, hours.wed: this key is missing. Add it: a list in square"),
        (
            'value = "medium"\nhard_rule',
            'value = "medium"\nai_may_answer = "no"\nhard_rule',
            'ai_may_answer: it says "no", a text. Write true or false, without quotes.',
        ),
        (
            ', "someone took it"',
            ", true",
            "kinds[1].examples[4]: it says true, which is yes or no.",
        ),
        ("wed = []", "wed = {}", "hours.wed: it says a table of keys. Write a list in square"),
        ('de = "Verlust"', "de = []", "kinds[1].title.de: it says an empty list. Write a text"),
        (
            '{ en = "Loss", de = "Verlust" }',
            '"Loss"',
            'kinds[1].title: it says "Loss", a text. Write a table of en, de or es.',
        ),
        (
            'title = "Small"',
            'title = "Small"\nwrap_up = 3',
            "it says 3, a number. Write a table of",
        ),
    ],
)
def test_says_where_what_and_what_to_do(old: str, new: str, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(spoiled(old, new), "policy.toml")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            '[[tools]]\nname = "x"\n',
            f"line {END + 1}, tools[0].title: this key is missing. Add it: a table of keys and values.",
        ),
        (
            "[clarity]\njargon = { a = 3 }\n",
            "clarity.jargon[...]: it says something else in one of its values. Write a text",
        ),
        (
            PLAYBOOK,
            f'line {END + 7}, playbooks[0].steps[0].do: it says "say". Write "ask", "check",',
        ),
        (PLAYBOOK.replace('"s"\n', '"s"\ntel = 1\n'), "steps[0].tel: this key is not known."),
        (
            '[autonomy]\ncertificate = "yes"\n',
            f'line {END + 2}, autonomy.certificate: it says "yes". Write "advised" or "required".',
        ),
    ],
)
def test_says_it_of_the_later_tables_too(more: str, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(SMALL + more, "policy.toml")
    assert said in str(refused.value)


def test_a_long_text_is_shown_by_its_beginning() -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(spoiled('name = "loss"', f'name = "{"L" * 400}"'), "policy.toml")
    assert len(str(refused.value)) < 300


def test_a_line_within_a_long_text_is_no_key() -> None:
    text = 'a = """\nb = 1\n"""\n[t]\nb = 2\n[[l]]\nc = 1\n[[l]]\n[[l.m]]\n"d e" = 3\n'
    assert line_of(text, "b") is None
    assert line_of(text, "t.b") == 5
    assert line_of(text, "l[1]") == 8
    assert line_of(text, "l[1].m[0]") == 9
    assert line_of(text, "l[0].c") == 7
    assert line_of(text, "t.x.y") == 4
