import tomllib
from importlib.resources import files
from typing import Any

from handrail.adapters.policy_files import BUNDLED, read_policy

DATA = files("handrail.demo") / "data"


def tables(file: str, key: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))[key]


def test_between_them_the_demo_staff_have_every_role_and_skill() -> None:
    staff = tables("staff.toml", "staff")
    policy = read_policy(BUNDLED / "banking.toml")

    roles = {role for member in staff for role in member["roles"]}
    skills = {skill for member in staff for skill in member["skills"]}
    assert roles == {"staff", "supervisor", "steward", "admin"}
    assert skills >= {skill for kind in policy.kinds.values() for skill in kind.skills}


def test_demo_people_have_reserved_addresses_and_no_password() -> None:
    people = tables("staff.toml", "staff") + tables("customers.toml", "customers")

    assert len(people) == 15
    for person in people:
        assert str(person["email"]).endswith(".example")
        assert not any("password" in key for key in person)


def test_every_demo_customer_has_a_history() -> None:
    for customer in tables("customers.toml", "customers"):
        assert customer["history"]
        for entry in customer["history"]:
            assert {"date", "channel", "summary", "outcome", "sentiment"} <= set(entry)
            assert -1 <= entry["sentiment"] <= 1
