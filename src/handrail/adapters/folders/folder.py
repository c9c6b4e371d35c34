"""Folder: files that may hold knowledge, looked at again and again.

Looking at names, sizes and times is quick (see bench/knowledge_speed.py), works on network and container
mounts, where notices of changes get lost, and is needed at every start anyhow: no watcher stands beside it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

MOST_FILES = 100_000
MOST_BYTES = 20 * 1024 * 1024
AT_ONCE = 16 * 1024 * 1024
KINDS = (".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".csv")

Look: TypeAlias = Mapping[str, tuple[int, int]]  # time of change and size, by path


class NothingThere(ValueError):
    """The place holds nothing that could be read; says what to do."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some files: their contents, and why the others could not be opened."""

    contents: Mapping[str, bytes]
    refused: Mapping[str, str]


def look(place: Path) -> Look:
    """All files of knowledge in a folder, or the one file; hidden ones and links are passed by.

    Raises NothingThere when there is none: a folder that is not mounted must not empty the desk.
    """
    if place.is_file():
        return {place.name: _stamp(place.stat())}
    seen = dict(islice(_files(place, ""), MOST_FILES + 1))
    if not seen:
        raise NothingThere(f"{place} holds no file that is read ({', '.join(KINDS)}).")
    if len(seen) > MOST_FILES:
        raise NothingThere(f"{place} holds over {MOST_FILES:,} files; import its parts.")
    return seen


def read(place: Path, paths: Sequence[str]) -> Iterator[Batch]:
    """The contents of these files, some at a time. Of one that is too long, a byte too many."""
    contents, refused, held = dict[str, bytes](), dict[str, str](), 0
    for path in paths:
        try:
            with (place if place.is_file() else place / path).open("rb") as file:
                contents[path] = file.read(MOST_BYTES + 1)
        except OSError as error:
            refused[path] = error.strerror or type(error).__name__
            continue
        held += len(contents[path])
        if held > AT_ONCE or len(contents) >= 500:
            yield Batch(contents, refused)
            contents, refused, held = {}, {}, 0
    yield Batch(contents, refused)


def _files(folder: Path, above: str) -> Iterator[tuple[str, tuple[int, int]]]:
    todo = [(folder, above)]
    while todo:
        here, prefix = todo.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                path = f"{prefix}{entry.name}"
                if entry.name.startswith(".") or entry.is_symlink():
                    continue
                if entry.is_dir():
                    todo.append((Path(entry.path), f"{path}/"))
                elif path.lower().endswith(KINDS):
                    yield path, _stamp(entry.stat())


def _stamp(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_mtime_ns, stat.st_size
