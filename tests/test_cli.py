"""The command line on a real database, as an operator meets it."""

import asyncio
import json
import os
import sys
from pathlib import Path

import asyncpg
import pytest

from tests.adapters.policy_files.text import SMALL

POLICY = Path(__file__).parents[1] / "src/handrail/policies/default.toml"


async def handrail(*arguments: str, url: str | None, given: str = "") -> tuple[int, str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "handrail.cli", *arguments,
        env=environment | ({"DATABASE_URL": url} if url else {}),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await child.communicate(given.encode())
    return child.returncode or 0, out.decode()


async def test_from_an_empty_database_to_the_first_account(empty_database_url: str) -> None:
    url = empty_database_url
    code, said = await handrail("migrate", url=url)
    assert code == 0
    assert "applied" in said
    code, said = await handrail("migrate", url=url)
    assert (code, said.strip()) == (0, "nothing to apply")
    account = ("create-admin", "--email", "ada@example.com", "--name", "Ada")
    code, said = await handrail(*account, "--password", "short", url=url)
    assert code == 2
    assert "under 12 characters" in said
    code, said = await handrail(*account, "--password", "long enough to keep", url=url)
    assert code == 0, said
    code, said = await handrail(*account, "--password", "long enough to keep", url=url)
    assert code == 2
    assert "has an account already" in said
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT email, password_hash FROM staff")
    await connection.close()
    assert [row["email"] for row in rows] == ["ada@example.com"]
    assert rows[0]["password_hash"].startswith("$argon2id$")


async def test_loading_a_policy_and_refusing_a_bad_one(database_url: str, tmp_path: Path) -> None:
    code, said = await handrail("load-policy", str(POLICY), url=database_url)
    assert code == 0, said
    assert "it decides from now on" in said
    bad = tmp_path / "bad.toml"
    bad.write_text(POLICY.read_text().replace('risk = "low"', 'risk = "lowish"', 1))
    code, said = await handrail("load-policy", str(bad), url=database_url)
    assert code == 2
    assert "bad.toml" in said
    assert "lowish" in said or "risk" in said
    assert "Traceback" not in said


async def test_certify_prints_the_record_and_issues(database_url: str) -> None:
    code, said = await handrail("load-policy", str(POLICY), url=database_url)
    assert code == 0, said
    code, said = await handrail("certify", url=database_url)
    assert code == 0, said
    assert "returns" in said
    assert "The AI never leads alone:" in said
    code, said = await handrail("certify", "returns", "--issue", "--json", url=database_url)
    assert code == 0, said
    [kind] = json.loads(said)["kinds"]
    assert (kind["kind"], kind["status"], kind["needed"]) == ("returns", "none", 29)
    for name, reason in (("boats", "has no kind 'boats'"), ("greeting", "fixed reply")):
        code, said = await handrail("certify", name, "--issue", url=database_url)
        assert code == 2
        assert reason in said


@pytest.mark.parametrize("command", ["serve", "work", "migrate", "certify"])
async def test_without_a_database_the_setting_is_named(command: str) -> None:
    code, said = await handrail(command, url=None)
    assert code == 2
    assert "DATABASE_URL is not set" in said


async def test_a_policy_is_trained_without_a_database() -> None:
    code, said = await handrail("policy", "train", str(POLICY), "--worst", "3", url=None)
    assert code == 0, said
    assert "kinds" in said
    assert "read rightly when left out" in said


async def test_training_says_which_example_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(POLICY.read_text().replace(chr(34) + "hello" + chr(34), chr(34) * 2, 1))
    code, said = await handrail("policy", "train", str(broken), url=None)
    assert code == 2
    assert "examples" in said


TOOL = """
[[tools]]
name = "refund"
title = { en = "Refund", de = "Erstatten" }
server = "ledger"
who = "staff"
[tools.arguments.amount]
type = "number"
least = 1
"""


async def test_a_policys_tools_are_checked_against_what_their_servers_offer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Path(__file__).parent / "adapters/tools/stdio_office.py"
    command = json.dumps([sys.executable, str(office), str(tmp_path), "honest"])
    settings = tmp_path / "tools.toml"
    settings.write_text(
        f'[[servers]]\nname = "ledger"\nkind = "mcp"\ntimeout_s = 60\ncommand = {command}\n'
    )
    file = tmp_path / "policy.toml"
    file.write_text(SMALL + TOOL)
    code, said = await handrail("policy", "check", str(file), url=None)
    assert code == 1
    assert f"{file}: tools[0].server: no server 'ledger' is configured." in said
    monkeypatch.setenv("HANDRAIL_TOOLS", str(settings))
    code, said = await handrail("policy", "check", str(file), url=None)
    assert code == 0, said
    assert "fit their servers" in said
    wrong = TOOL.replace('type = "number"\nleast = 1', 'type = "string"')
    file.write_text(SMALL + wrong + "[tools.arguments.euros]\ntype = 'number'\nmost = 50\n")
    code, said = await handrail("policy", "check", str(file), url=None)
    assert code == 1
    assert f"{file}: tools[0].arguments.amount.type: it is a string here, and a number" in said
    assert "tools[0].arguments.euros: the server's tool 'refund' has no argument 'euros'" in said
    assert "Use one that it has (amount), or remove it." in said
    file.write_text("nonsense")
    code, said = await handrail("policy", "check", str(file), url=None)
    assert code == 2
