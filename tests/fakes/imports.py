"""The part of the store in memory that is about imports of knowledge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from handrail.actions.import_rows import Vectors
from handrail.domain.import_run import (
    ImportItem,
    ImportProblem,
    ImportRun,
    ImportState,
    ItemEnd,
    ItemState,
)


@dataclass(slots=True)
class ImportTables:
    """What is kept of imports."""

    runs: dict[str, ImportRun] = field(default_factory=dict[str, ImportRun])
    items: dict[tuple[str, str], tuple[str, bytes | None]] = field(
        default_factory=dict[tuple[str, str], tuple[str, bytes | None]]
    )
    problems: list[tuple[str, ImportProblem]] = field(
        default_factory=list[tuple[str, ImportProblem]]
    )
    files: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    vectors: dict[str, dict[str, Sequence[float]]] = field(
        default_factory=dict[str, dict[str, Sequence[float]]]
    )


class FakeImports:
    def __init__(self, tables: ImportTables) -> None:
        self._imports = tables

    async def add_import(self, run: ImportRun) -> None:
        self._imports.runs[run.id] = run

    async def import_run(self, run_id: str) -> ImportRun | None:
        return self._imports.runs.get(run_id)

    async def import_runs(self, limit: int = 50) -> list[ImportRun]:
        runs = sorted(self._imports.runs.values(), key=lambda run: run.id)
        return sorted(runs, key=lambda run: run.started_at, reverse=True)[:limit]

    async def open_import_of(self, source: str) -> ImportRun | None:
        runs = await self.import_runs(10_000)
        return next((r for r in runs if r.source == source and r.ended_at is None), None)

    async def known_files(self, source: str, paths: Sequence[str]) -> Mapping[str, str]:
        files = self._imports.files
        return {path: files[source, path] for path in paths if (source, path) in files}

    async def stage(
        self, run_id: str, items: Sequence[ImportItem], unchanged: Sequence[str] = ()
    ) -> None:
        given = [(item.path, "waiting", item.content) for item in items]
        for path, state, content in [*given, *((path, "unchanged", None) for path in unchanged)]:
            if (run_id, path) not in self._imports.items:
                self._imports.items[run_id, path] = (state, content)
                run = self._imports.runs[run_id]
                same = run.unchanged + (state == "unchanged")
                self._imports.runs[run_id] = replace(run, total=run.total + 1, unchanged=same)

    async def move_import(
        self, run_id: str, state: ImportState, at: datetime | None = None, reason: str = ""
    ) -> None:
        run = self._imports.runs[run_id]
        self._imports.runs[run_id] = replace(run, state=state, ended_at=at, reason=reason)
        if at is not None:
            for (of, path), (was, _) in list(self._imports.items.items()):
                if of == run_id:
                    self._imports.items[of, path] = (was, None)
            self._imports.vectors.pop(run_id, None)

    async def next_item(self, run_id: str) -> ImportItem | None:
        waiting = sorted(
            (path, content)
            for (of, path), (state, content) in self._imports.items.items()
            if of == run_id and state == "waiting"
        )
        return ImportItem(*waiting[0]) if waiting else None

    async def end_item(self, run_id: str, path: str, ended: ItemEnd) -> None:
        self._imports.vectors.pop(run_id, None)
        if self._imports.items.get((run_id, path), ("", None))[0] != "waiting":
            return
        self._imports.items[run_id, path] = (ended.state, None)
        run = self._imports.runs[run_id]
        self._imports.runs[run_id] = replace(
            run,
            kept=run.kept + (ended.state == "kept"),
            unchanged=run.unchanged + (ended.state == "unchanged"),
            failed=run.failed + (ended.state == "failed"),
            articles=run.articles + ended.articles,
            removed=run.removed + ended.removed,
        )
        if ended.content_hash is not None:
            self._imports.files[run.source, path] = ended.content_hash

    async def add_problems(self, run_id: str, problems: Sequence[ImportProblem]) -> None:
        for problem in problems:
            if (run_id, problem) not in self._imports.problems:
                self._imports.problems.append((run_id, problem))

    async def import_problems(self, run_id: str, limit: int = 100_000) -> list[ImportProblem]:
        return [problem for of, problem in self._imports.problems if of == run_id][:limit]

    async def import_items(self, run_id: str, limit: int = 2_000) -> list[ItemState]:
        found = sorted(
            (path, was) for (of, path), (was, _) in self._imports.items.items() if of == run_id
        )
        return [ItemState(path, cast(Any, was)) for path, was in found[:limit]]

    async def staged_size(self, run_id: str) -> int:
        contents = [held for (of, _), (_, held) in self._imports.items.items() if of == run_id]
        return sum(len(content or b"") for content in contents)

    async def listed(self, run_id: str) -> frozenset[str]:
        return frozenset(path for of, path in self._imports.items if of == run_id)

    async def forget_file(self, run_id: str, source: str, path: str, removed: int) -> None:
        self._imports.files.pop((source, path), None)
        run = self._imports.runs[run_id]
        self._imports.runs[run_id] = replace(run, removed=run.removed + removed)

    async def keep_vectors(self, run_id: str, vectors: Vectors) -> None:
        self._imports.vectors.setdefault(run_id, {}).update(vectors)

    async def kept_vectors(self, run_id: str) -> Vectors:
        return dict(self._imports.vectors.get(run_id, {}))
