"""Every query, under a name, in the files beside this one."""

import re
from collections.abc import Mapping
from pathlib import Path

NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def load(file: str) -> Mapping[str, str]:
    """The queries of a file in this folder, by name."""
    return read_queries(Path(__file__).with_name(file))


def read_queries(path: Path) -> Mapping[str, str]:
    """The queries of a file by name: a query runs from its ``-- name: x`` line to the next."""
    _, *parts = NAME.split(path.read_text())
    return dict(zip(parts[::2], (body.strip() for body in parts[1::2]), strict=True))
