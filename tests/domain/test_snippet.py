"""Snippets and what is put into them."""

from datetime import time

from handrail.domain.policy import OpeningHours
from handrail.domain.snippet import (
    fill,
    opening_hours,
    policy_texts,
    unknown_variables,
    wait_words,
)
from tests.domain.policies import a_policy


def test_what_is_known_is_put_in_and_the_rest_stands_and_is_named() -> None:
    filled = fill("Hi {customer}, {wait} or {wait}. {Not one}", {"customer": "Eve", "wait": ""})
    assert filled.text == "Hi Eve, {wait} or {wait}. {Not one}"
    assert filled.missing == ("wait",)


def test_a_value_is_never_read_for_variables() -> None:
    assert fill("{customer}", {"customer": "{staff}", "staff": "Ada"}).text == "{staff}"


def test_variables_that_nothing_fills_are_found() -> None:
    policy = a_policy()
    key = next(iter(policy_texts(policy, "en")))
    text = f"{{customer}} {{{key}}} {{nonsense}} {{policy.nothing}}"
    assert unknown_variables(text, policy) == ["nonsense", "policy.nothing"]


def test_opening_hours_in_words() -> None:
    day = ((time(8), time(20)),)
    hours = OpeningHours("UTC", (day, day, day, ((time(22), time(0)),), (), day, ()))
    assert opening_hours(hours, "en") == "Mon-Wed 08:00-20:00; Thu 22:00-24:00; Sat 08:00-20:00"
    assert opening_hours(hours, "de").startswith("Mo-Mi")
    assert opening_hours(hours, "fr").startswith("Mon-Wed")


def test_waits_in_words() -> None:
    assert wait_words(None, "en") == ""
    assert wait_words((5, 10), "de") == "5-10 Minuten"
    assert wait_words((5, 5), "fr") == "5 minutes"
