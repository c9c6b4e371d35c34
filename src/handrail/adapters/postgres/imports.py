"""Imports: runs, their files and what went wrong, inside one PostgreSQL transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handrail.actions.import_rows import Vectors
from handrail.adapters.postgres.pool import Borrowed
from handrail.adapters.postgres.rows import read
from handrail.adapters.postgres.sql import load
from handrail.domain.import_run import (
    ImportItem,
    ImportProblem,
    ImportRun,
    ImportState,
    ItemEnd,
    ItemState,
)

IMPORTS = load("imports.sql")


class PostgresImports:
    """The part of a transaction that is about imports of knowledge."""

    def __init__(self, connection: Borrowed) -> None:
        self._connection = connection

    async def add_import(self, run: ImportRun) -> None:
        """Keep a new run."""
        await self._connection.execute(IMPORTS["add_import"], run)

    async def import_run(self, run_id: str) -> ImportRun | None:
        """The run, locked until the transaction ends."""
        row = await self._connection.fetchrow(IMPORTS["import_run"], run_id)
        return read(ImportRun, row) if row else None

    async def import_runs(self, limit: int = 50) -> list[ImportRun]:
        """Runs, latest first."""
        rows = await self._connection.fetch(IMPORTS["import_runs"], limit)
        return [read(ImportRun, row) for row in rows]

    async def open_import_of(self, source: str) -> ImportRun | None:
        """The run of this source that has not ended, if there is one; locked."""
        row = await self._connection.fetchrow(IMPORTS["open_import_of"], source)
        return read(ImportRun, row) if row else None

    async def known_files(self, source: str, paths: Sequence[str]) -> Mapping[str, str]:
        """The hashes, as they were read, of those of these files that have been."""
        rows = await self._connection.fetch(IMPORTS["known_files"], source, list(paths))
        return {row["path"]: row["content_hash"] for row in rows}

    async def stage(
        self, run_id: str, items: Sequence[ImportItem], unchanged: Sequence[str] = ()
    ) -> None:
        """Add files to a run: some that wait, some that need no reading. The same path again counts once."""
        paths = [*(item.path for item in items), *unchanged]
        contents = [*(item.content for item in items), *(None for _ in unchanged)]
        states = [*("waiting" for _ in items), *("unchanged" for _ in unchanged)]
        await self._connection.execute(IMPORTS["stage"], run_id, paths, contents, states)

    async def move_import(
        self, run_id: str, state: ImportState, at: datetime | None = None, reason: str = ""
    ) -> None:
        """Bring a run to this state; ``at`` is when it ended, and then no content is kept."""
        await self._connection.execute(IMPORTS["move_import"], run_id, state, at, reason)
        if at is not None:
            await self._connection.execute(IMPORTS["drop_content"], run_id)
            await self._connection.execute(IMPORTS["drop_vectors"], run_id)

    async def next_item(self, run_id: str) -> ImportItem | None:
        """A file that waits, in order of path."""
        row = await self._connection.fetchrow(IMPORTS["next_item"], run_id)
        return ImportItem(row["path"], row["content"]) if row else None

    async def end_item(self, run_id: str, path: str, ended: ItemEnd) -> None:
        """Count a waiting file as kept, unchanged or failed; once ended, nothing counts again."""
        counts = (ended.articles, ended.removed)
        source = await self._connection.fetchval(
            IMPORTS["end_item"], run_id, path, ended.state, *counts
        )
        if source is not None and ended.content_hash is not None:
            await self._connection.execute(IMPORTS["know_file"], source, path, ended.content_hash)
        await self._connection.execute(IMPORTS["drop_vectors"], run_id)

    async def add_problems(self, run_id: str, problems: Sequence[ImportProblem]) -> None:
        """Keep what could not be taken; the same again is kept once."""
        columns = [
            [problem.path for problem in problems],
            [problem.place for problem in problems],
            [problem.reason for problem in problems],
            [problem.remedy for problem in problems],
        ]
        await self._connection.execute(IMPORTS["add_problems"], run_id, *columns)

    async def import_problems(self, run_id: str, limit: int = 100_000) -> list[ImportProblem]:
        """What could not be taken, in the order in which it was found."""
        rows = await self._connection.fetch(IMPORTS["import_problems"], run_id, limit)
        return [read(ImportProblem, row) for row in rows]

    async def import_items(self, run_id: str, limit: int = 2_000) -> list[ItemState]:
        """How the files of a run stand, by path."""
        rows = await self._connection.fetch(IMPORTS["import_items"], run_id, limit)
        return [read(ItemState, row) for row in rows]

    async def staged_size(self, run_id: str) -> int:
        """How many bytes of a run's files wait to be read."""
        return int(await self._connection.fetchval(IMPORTS["staged_size"], run_id))

    async def listed(self, run_id: str) -> frozenset[str]:
        """The paths of all files of a run."""
        rows = await self._connection.fetch(IMPORTS["listed"], run_id)
        return frozenset(row["path"] for row in rows)

    async def forget_file(self, run_id: str, source: str, path: str, removed: int) -> None:
        """Forget that a file has been read, and count its articles as removed."""
        await self._connection.execute(IMPORTS["forget_file"], source, path)
        await self._connection.execute(IMPORTS["count_removed"], run_id, removed)

    async def keep_vectors(self, run_id: str, vectors: Vectors) -> None:
        """Keep vectors of the file in work, by content hash."""
        rows = [(run_id, hashed, list(vector)) for hashed, vector in vectors.items()]
        await self._connection.executemany(IMPORTS["keep_vectors"], rows)

    async def kept_vectors(self, run_id: str) -> Vectors:
        """All vectors that were kept for this run; they are dropped when a file ends."""
        rows = await self._connection.fetch(IMPORTS["kept_vectors"], run_id)
        return {row["content_hash"]: row["embedding"] for row in rows}
