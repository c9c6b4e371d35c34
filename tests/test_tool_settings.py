"""The file of tool servers: read whole, or refused with place, reason and remedy."""

from pathlib import Path

import pytest

from handrail.setting_error import SettingError
from handrail.tool_settings import ServerKind, read_tool_servers

WHOLE = """
[[servers]]
name = "back_office"
kind = "mcp"
url = "http://127.0.0.1:9000/mcp"
auth_env = "OFFICE"
timeout_s = 5
"""


def read(tmp_path: Path, text: str, **environment: str):  # noqa: ANN201
    file = tmp_path / "tools.toml"
    file.write_text(text)
    return read_tool_servers({"HANDRAIL_TOOLS": str(file), **environment})


def test_no_file_no_servers() -> None:
    assert read_tool_servers({}) == ()


def test_reads_a_server_and_its_secret_from_the_environment(tmp_path: Path) -> None:
    [server] = read(tmp_path, WHOLE, OFFICE="Bearer secret")
    assert (server.name, server.kind, server.auth) == (
        "back_office",
        ServerKind.MCP,
        "Bearer secret",
    )
    assert "secret" not in repr(server)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nonsense", "cannot be read"),
        ("[servers]", "servers"),
        (WHOLE, "auth_env"),
        (WHOLE.replace("auth_env", "token"), "token"),
        (WHOLE.replace("mcp", "soap", 1), "kind"),
        (WHOLE.replace("http://", "file://"), "url"),
        (WHOLE.replace("back_office", "Back Office"), "name"),
        ('[[servers]]\nname = "a"\nkind = "mcp"\nurl = "http://b"\ntimeout_s = 500', "timeout_s"),
        (WHOLE.replace('auth_env = "OFFICE"', "") * 2, "two servers"),
    ],
)
def test_refuses_what_it_cannot_use_and_says_what(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(SettingError, match=names):
        read(tmp_path, text)


COMMAND = """
[[servers]]
name = "ledger"
kind = "mcp"
command = ["python", "-m", "ledger"]
pass_env = ["LEDGER_KEY"]
"""


def test_reads_a_command_and_gives_it_what_is_named_alone(tmp_path: Path) -> None:
    passed = {"PATH": "/bin", "LEDGER_KEY": "hidden", "DATABASE_URL": "not for it"}
    [server] = read(tmp_path, COMMAND, **passed)
    assert server.command == ("python", "-m", "ledger")
    assert server.environment == {"LEDGER_KEY": "hidden", "PATH": "/bin"}
    assert "hidden" not in repr(server)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('["python", "-m", "ledger"]', '"python -m ledger"', "list of texts"),
        ('["python", "-m", "ledger"]', "[]", "list of texts"),
        ('kind = "mcp"', 'kind = "openapi"', "kind mcp"),
        ("pass_env", 'url = "http://a"\npass_env', "no url"),
        ("pass_env", 'auth_env = "A"\npass_env', "no auth_env"),
        ('["LEDGER_KEY"]', '["GONE"]', "GONE, which is not set"),
        ('["LEDGER_KEY"]', '["a b"]', "names of variables"),
        ('["LEDGER_KEY"]', '"LEDGER_KEY"', "names of variables"),
        ('command = ["python", "-m", "ledger"]', 'url = "http://a"', "pass_env is for"),
    ],
)
def test_refuses_a_command_it_cannot_use(tmp_path: Path, old: str, new: str, names: str) -> None:
    assert old in COMMAND
    with pytest.raises(SettingError, match=names):
        read(tmp_path, COMMAND.replace(old, new), LEDGER_KEY="x")
