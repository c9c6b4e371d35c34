"""ImportRun: one reading of a source of knowledge, from its beginning to its end."""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TextIO

from handrail.domain.document import Document
from handrail.domain.knowledge import Article

READ_AS = "1"  # raise it when the same file reads differently: files are then read again
UPLOADS = "uploads"
SPOILS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a cell for a formula


class ImportState(StrEnum):
    """How far a run is."""

    GATHERING = "gathering"  # its source is being listed
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """Whether there is something to do yet."""
        return self in (ImportState.GATHERING, ImportState.RUNNING)


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """What holds for every article of an import that does not say otherwise itself."""

    audience: Literal["customer", "staff"] = "customer"
    locale: str = "en"
    owner: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def article(self, source: str, path: str, document: Document, today: date) -> Article:
        """The article that a document of a file becomes."""
        marks = document.marks
        return Article(
            slug=slug_of(source, path, document.key),
            title=document.title,
            text=document.text,
            audience=marks.audience or self.audience,
            locale=marks.locale or self.locale,
            kinds=marks.kinds,
            skills=marks.skills,
            updated=marks.updated or today,
            source=source,
            path=path,
            owner=marks.owner or self.owner,
            valid_from=marks.valid_from or self.valid_from,
            valid_until=marks.valid_until or self.valid_until,
        )

    def hash_of(self, content: bytes, encoder: str) -> str:
        """Names a file as it would be read now: the same again needs no work."""
        how = f"{READ_AS} {encoder} {self}".encode()
        return hashlib.sha256(how + b"\0" + content).hexdigest()


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One reading of a source. ``whole``: articles of files that it lists no more are removed at the end.

    Of ``total`` files, ``kept`` were read, ``unchanged`` needed no reading, ``failed`` could not be read
    or not in full; ``articles`` counts those that are new or other than before, ``removed`` those gone.
    """

    id: str
    source: str
    settings: ImportSettings
    whole: bool
    started_by: str
    started_at: datetime
    state: ImportState = ImportState.GATHERING
    reason: str = ""
    ended_at: datetime | None = None
    total: int = 0
    kept: int = 0
    unchanged: int = 0
    failed: int = 0
    articles: int = 0
    removed: int = 0

    @property
    def done(self) -> int:
        """How many files have been dealt with."""
        return self.kept + self.unchanged + self.failed


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What could not be taken, where, why, and what to do."""

    path: str
    place: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ImportItem:
    """A file of a run that waits; ``content`` None: it is fetched when its turn comes."""

    path: str
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ItemEnd:
    """How a file of a run ended; ``content_hash`` None: it is read again next time."""

    state: Literal["kept", "unchanged", "failed"]
    content_hash: str | None = None
    articles: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class ItemState:
    """A file of a run, and how it stands."""

    path: str
    state: Literal["waiting", "kept", "unchanged", "failed"]


class ImportRefused(ValueError):
    """An import cannot begin; says why and what to do."""


def write_problems(found: Iterable[ImportProblem], out: TextIO) -> None:
    """The error file: one line for each problem, as CSV that is safe to open in a spreadsheet."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("path", "place", "reason", "remedy"))
    for problem in found:
        cells = (problem.path, problem.place, problem.reason, problem.remedy)
        rows.writerow([f"'{cell}" if cell.startswith(SPOILS) else cell for cell in cells])


def slug_of(source: str, path: str, key: str = "") -> str:
    """The slug of an article, readable and of its own; it stays while its file and key stay."""
    name = key or re.sub(r"\.\w{1,5}$", "", path.rstrip("/").rpartition("/")[2]) or source
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "article"
    digest = hashlib.sha256("\0".join((source, path, key)).encode()).hexdigest()
    return f"{words}-{digest[:8]}"
