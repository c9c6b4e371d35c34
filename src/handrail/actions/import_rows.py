"""ImportRows: what is kept of imports of knowledge; a part of every transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from handrail.domain.import_run import (
    ImportItem,
    ImportProblem,
    ImportRun,
    ImportState,
    ItemEnd,
    ItemState,
)

Vectors = Mapping[str, Sequence[float]]


class ImportRows(Protocol):
    """The rows of import runs."""

    async def add_import(self, run: ImportRun) -> None:
        """Keep a new run."""
        ...

    async def import_run(self, run_id: str) -> ImportRun | None:
        """The run, locked until the transaction ends."""
        ...

    async def import_runs(self, limit: int = 50) -> list[ImportRun]:
        """Runs, latest first."""
        ...

    async def open_import_of(self, source: str) -> ImportRun | None:
        """The run of this source that has not ended, if there is one."""
        ...

    async def known_files(self, source: str, paths: Sequence[str]) -> Mapping[str, str]:
        """The hashes, as they were read, of those of these files that have been."""
        ...

    async def stage(
        self, run_id: str, items: Sequence[ImportItem], unchanged: Sequence[str] = ()
    ) -> None:
        """Add files to a run: some that wait, some that need no reading. The same path again counts once."""
        ...

    async def move_import(
        self, run_id: str, state: ImportState, at: datetime | None = None, reason: str = ""
    ) -> None:
        """Bring a run to this state; ``at`` is when it ended, and then no content is kept."""
        ...

    async def next_item(self, run_id: str) -> ImportItem | None:
        """A file that waits, in order of path."""
        ...

    async def end_item(self, run_id: str, path: str, ended: ItemEnd) -> None:
        """Count a waiting file as kept, unchanged or failed; once ended, nothing counts again."""
        ...

    async def add_problems(self, run_id: str, problems: Sequence[ImportProblem]) -> None:
        """Keep what could not be taken; the same again is kept once."""
        ...

    async def import_problems(self, run_id: str, limit: int = 100_000) -> list[ImportProblem]:
        """What could not be taken, in the order in which it was found."""
        ...

    async def import_items(self, run_id: str, limit: int = 2_000) -> list[ItemState]:
        """How the files of a run stand, by path."""
        ...

    async def staged_size(self, run_id: str) -> int:
        """How many bytes of a run's files wait to be read."""
        ...

    async def listed(self, run_id: str) -> frozenset[str]:
        """The paths of all files of a run."""
        ...

    async def forget_file(self, run_id: str, source: str, path: str, removed: int) -> None:
        """Forget that a file has been read, and count its articles as removed."""
        ...

    async def keep_vectors(self, run_id: str, vectors: Vectors) -> None:
        """Keep vectors of the file in work, by content hash."""
        ...

    async def kept_vectors(self, run_id: str) -> Vectors:
        """All vectors that were kept for this run; they are dropped when a file ends."""
        ...
