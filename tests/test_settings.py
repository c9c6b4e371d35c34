from pathlib import Path

import pytest

from handrail.domain.model_budget import Allowance, Budget, Prices
from handrail.settings import ENVIRONMENT, SettingError, read_settings

PAGE = Path(__file__).parents[1] / "docs/reference/settings.md"


def test_the_page_names_every_variable_and_no_other() -> None:
    named = {line.split("`")[1] for line in PAGE.read_text().splitlines() if line.startswith("| `")}
    assert named == set(ENVIRONMENT)


def test_only_the_database_is_required() -> None:
    settings = read_settings({"DATABASE_URL": "postgresql://x/y"})
    assert settings.model is None
    assert not settings.secure_cookies


def test_https_makes_cookies_secure() -> None:
    read = read_settings(
        {"DATABASE_URL": "postgresql://x/y", "HANDRAIL_PUBLIC_ORIGIN": "https://desk.example/"}
    )
    assert read.secure_cookies
    assert read.public_origin == "https://desk.example"


def test_a_model_is_read_whole() -> None:
    read = read_settings(
        {
            "DATABASE_URL": "postgresql://x/y",
            "HANDRAIL_LLM_MODEL": "small",
            "HANDRAIL_LLM_URL": "http://127.0.0.1:1/v1",
            "HANDRAIL_LLM_DEADLINE_S": "3.5",
            "HANDRAIL_LLM_CHECKS": "on",
        }
    )
    assert read.model is not None
    assert read.model.checks
    assert (read.model.model, read.model.deadline_s, read.model.api_key) == ("small", 3.5, None)


def test_a_fallback_and_a_budget_are_read_whole() -> None:
    read = read_settings(
        {
            "DATABASE_URL": "postgresql://x/y",
            "HANDRAIL_LLM_MODEL": "big",
            "HANDRAIL_LLM_PRICE": "0.15/0.60",
            "HANDRAIL_LLM_FALLBACK_MODEL": "small",
            "HANDRAIL_LLM_FALLBACK_URL": "http://127.0.0.1:1/v1",
            "HANDRAIL_LLM_DAY_MONEY": "2.50",
            "HANDRAIL_LLM_CONVERSATION_TOKENS": "0",
        }
    )
    assert read.model is not None
    assert read.model.fallback is not None
    assert (read.model.fallback.model, read.model.prices) == ("small", Prices(0.15, 0.60))
    assert read.model.budget == Budget(
        conversation=Allowance(tokens=0, ms=600_000),
        day=Allowance(tokens=5_000_000, micros=2_500_000),
    )


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({}, "DATABASE_URL"),
        ({"HANDRAIL_PUBLIC_ORIGIN": "desk.example"}, "HANDRAIL_PUBLIC_ORIGIN"),
        ({"HANDRAIL_CONCURRENCY": "many"}, "HANDRAIL_CONCURRENCY"),
        ({"HANDRAIL_CONCURRENCY": "0"}, "HANDRAIL_CONCURRENCY"),
        ({"HANDRAIL_LLM_URL": "http://127.0.0.1:1/v1"}, "HANDRAIL_LLM_MODEL"),
        ({"HANDRAIL_LLM_MODEL": "m", "HANDRAIL_LLM_KEY": "k"}, "HANDRAIL_LLM_KEY"),
        ({"HANDRAIL_LLM_MODEL": "m", "HANDRAIL_LLM_DEADLINE_S": "0"}, "HANDRAIL_LLM_DEADLINE_S"),
        ({"HANDRAIL_LLM_MODEL": "m", "HANDRAIL_LLM_PRICE": "cheap"}, "HANDRAIL_LLM_PRICE"),
        ({"HANDRAIL_LLM_MODEL": "m", "HANDRAIL_LLM_PRICE": "-1/2"}, "HANDRAIL_LLM_PRICE"),
        ({"HANDRAIL_LLM_MODEL": "m", "HANDRAIL_LLM_CURRENCY": "euro"}, "HANDRAIL_LLM_CURRENCY"),
        ({"HANDRAIL_LLM_MODEL": "m", "HANDRAIL_LLM_DAY_MONEY": "x"}, "HANDRAIL_LLM_DAY_MONEY"),
        ({"HANDRAIL_LLM_FALLBACK_MODEL": "m"}, "HANDRAIL_LLM_MODEL"),
        ({"HANDRAIL_TRANSLATION": "babel"}, "HANDRAIL_TRANSLATION"),
        ({"HANDRAIL_TRANSLATION": "model model"}, "HANDRAIL_TRANSLATION"),
        ({"HANDRAIL_TRANSLATION": "apertium", "PATH": "/nowhere"}, "apt-get install apertium"),
        (
            {"HANDRAIL_TRANSLATION": "apertium", "HANDRAIL_APERTIUM": "/nowhere/apertium"},
            "/nowhere/apertium",
        ),
        ({"HANDRAIL_APERTIUM": "/bin/cat"}, "HANDRAIL_TRANSLATION does not name apertium"),
        ({"HANDRAIL_LLM_CHECKS": "on"}, "HANDRAIL_LLM_MODEL"),
        ({"HANDRAIL_LLM_FALLBACK_URL": "http://127.0.0.1:1"}, "HANDRAIL_LLM_FALLBACK_MODEL"),
    ],
)
def test_a_wrong_value_is_named(wrong: dict[str, str], named: str) -> None:
    given = {"DATABASE_URL": "postgresql://x/y", **wrong} if wrong else {}
    with pytest.raises(SettingError, match=named):
        read_settings(given)


def test_what_translates_is_read_in_its_order() -> None:
    given = {"DATABASE_URL": "postgresql://x/y"}
    assert read_settings(given).translation.order == ("model",)
    named = {"HANDRAIL_TRANSLATION": "apertium model", "HANDRAIL_APERTIUM": "/bin/cat"}
    read = read_settings({**given, **named}).translation
    assert (read.order, read.apertium) == (("apertium", "model"), Path("/bin/cat"))
