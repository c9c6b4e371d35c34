"""Place: where the demo's back office is found, and how it is started."""

import secrets
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handrail.process import Command

TOOLS_TOML = "tools.toml"
AUTH = "BACK_OFFICE_AUTH"
NAME = "back_office"
SERVERS = """# Written at each start of the demo: the servers whose tools its policy may name.
[[servers]]
name = "{name}"
kind = "mcp"
url = "{url}"
auth_env = "{auth}"
timeout_s = 10
most_bytes = 1000000
"""


@dataclass(frozen=True, slots=True)
class OfficePlace:
    """A port on this machine, and the secret that opens it, made anew at each start."""

    port: int
    token: str = field(repr=False)

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}/mcp"

    def command(self, environment: Mapping[str, str]) -> Command:
        """How to start it; it gets the secret, and the database's address from ``environment``."""
        own = {"BACK_OFFICE_PORT": str(self.port), "BACK_OFFICE_TOKEN": self.token}
        start = (sys.executable, "-m", "handrail.demo.back_office")
        return Command(NAME, start, {**environment, **own})

    def announced(self, folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
        """``environment`` of a desk that knows it; one that names tool servers already keeps its own."""
        if environment.get("HANDRAIL_TOOLS"):
            return dict(environment)
        file = folder / TOOLS_TOML
        file.write_text(SERVERS.format(name=NAME, url=self.url, auth=AUTH), "utf-8")
        return {**environment, "HANDRAIL_TOOLS": str(file), AUTH: f"Bearer {self.token}"}


def choose_place() -> OfficePlace:
    """A port that is free now, and a new secret."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return OfficePlace(probe.getsockname()[1], secrets.token_urlsafe(24))
