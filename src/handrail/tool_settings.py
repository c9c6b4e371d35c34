"""Tool settings: the servers whose tools AI and staff may be given, from a TOML file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import cast

from handrail.setting_error import SettingError

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
KEYS = frozenset(
    {
        *("name", "kind", "url", "document", "auth_env", "timeout_s", "most_bytes"),
        *("command", "pass_env"),
    }
)
ALWAYS_PASSED = ("PATH",)


class ServerKind(StrEnum):
    """How a server is spoken to."""

    MCP = "mcp"
    OPENAPI = "openapi"


@dataclass(frozen=True, slots=True)
class ToolServerSettings:
    """One server; ``auth`` is the whole Authorization header, ``document`` an OpenAPI description.

    ``command`` is run in place of asking an address; ``environment`` is all that it gets of ours.
    """

    name: str
    kind: ServerKind
    url: str
    document: str = ""
    auth: str | None = field(default=None, repr=False)
    timeout_s: float = 10.0
    most_bytes: int = 1_000_000
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


def read_tool_servers(environment: Mapping[str, str]) -> tuple[ToolServerSettings, ...]:
    """The servers in the file that HANDRAIL_TOOLS names; none when it is unset.

    Raises SettingError naming file, server, key, reason and remedy.
    """
    path = environment.get("HANDRAIL_TOOLS", "")
    if not path:
        return ()
    try:
        content = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"HANDRAIL_TOOLS: {path} cannot be read: {error}") from error
    tables: object = content.get("servers")
    if set(content) - {"servers"} or not isinstance(tables, list):
        raise SettingError(f"HANDRAIL_TOOLS: {path} must hold [[servers]] tables and nothing else.")
    servers = [
        _server(f"{path}, servers[{place}]", table, environment)
        for place, table in enumerate(cast("list[Mapping[str, object]]", tables))
    ]
    names = [server.name for server in servers]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SettingError(f"{path}: two servers are named {sorted(twice)}; rename one.")
    return tuple(servers)


def _server(
    where: str, table: Mapping[str, object], environment: Mapping[str, str]
) -> ToolServerSettings:
    if unknown := set(table) - KEYS:
        raise SettingError(f"{where}: unknown keys {sorted(unknown)}; known are {sorted(KEYS)}.")
    name, kind, url = (table.get(key) for key in ("name", "kind", "url"))
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise SettingError(f"{where}: name must be 1 to 40 of a-z, 0-9, - and _, not {name!r}.")
    if kind not in list(ServerKind):
        raise SettingError(f"{where}: kind must be one of {', '.join(ServerKind)}, not {kind!r}.")
    command = _command(where, table)
    if command:
        url = ""
    elif not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise SettingError(f"{where}: url must begin with http:// or https://, not {url!r}.")
    document = table.get("document", "")
    if not isinstance(document, str) or (document and kind != ServerKind.OPENAPI):
        raise SettingError(f"{where}: document names a file or address, for kind openapi only.")
    return ToolServerSettings(
        name=name,
        kind=ServerKind(str(kind)),
        url=str(url).rstrip("/"),
        document=document,
        auth=_auth(where, table.get("auth_env"), environment),
        timeout_s=_number(where, table, "timeout_s", 10, (0.1, 60)),
        most_bytes=int(_number(where, table, "most_bytes", 1_000_000, (1_000, 10_000_000))),
        command=command,
        environment=_passed(where, table, environment) if command else {},
    )


def _command(where: str, table: Mapping[str, object]) -> tuple[str, ...]:
    """A program and its arguments, run as they stand, by no shell; none for a server with an address."""
    given = table.get("command")
    if given is None:
        if "pass_env" in table:
            raise SettingError(f"{where}: pass_env is for a server with a command; remove it.")
        return ()
    words = cast("list[object]", given) if isinstance(given, list) else []
    if not words or not all(isinstance(word, str) and word and "\0" not in word for word in words):
        raise SettingError(
            f'{where}: command must be a list of texts, such as ["python", "-m", "office"].'
        )
    if table.get("kind") != ServerKind.MCP:
        raise SettingError(f"{where}: only a server of kind mcp can be a command.")
    if wrong := sorted({"url", "auth_env", "document"} & set(table)):
        raise SettingError(
            f"{where}: a command has no {', '.join(wrong)}; remove one or the other."
        )
    return tuple(cast("list[str]", words))


def _passed(
    where: str, table: Mapping[str, object], environment: Mapping[str, str]
) -> Mapping[str, str]:
    """The variables that a command gets: PATH and those that are named, nothing else of ours."""
    given = table.get("pass_env", [])
    names = cast("list[object]", given) if isinstance(given, list) else [None]
    for name in names:
        if not isinstance(name, str) or not VARIABLE.fullmatch(name):
            raise SettingError(f"{where}: pass_env must be a list of names of variables.")
        if name not in environment:
            raise SettingError(f"{where}: pass_env names {name}, which is not set; set it.")
    wanted = {*ALWAYS_PASSED, *cast("list[str]", names)}
    return {name: environment[name] for name in sorted(wanted) if name in environment}


def _auth(where: str, variable: object, environment: Mapping[str, str]) -> str | None:
    """A secret stands in the environment alone, so that the file may be shown and kept anywhere."""
    if variable is None:
        return None
    if not isinstance(variable, str) or not environment.get(variable):
        raise SettingError(
            f"{where}: auth_env names the variable {variable!r}, which is not set; "
            "give it the whole Authorization header, such as `Bearer …`."
        )
    return environment[variable]


def _number(
    where: str,
    table: Mapping[str, object],
    key: str,
    default: float,
    within: tuple[float, float],
) -> float:
    value = table.get(key, default)
    low, high = within
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise SettingError(f"{where}: {key} must be a number from {low:g} to {high:g}.")
    return float(value)
