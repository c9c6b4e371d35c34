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
