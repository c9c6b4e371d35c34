"""Curate: knowledge from the command line: import it, look at it, see what went wrong."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from handrail.actions.begin_import import (
    Gathered,
    ImportRuns,
    add_files,
    begin_import,
    cancel_import,
    import_address,
)
from handrail.actions.desk import Desk
from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.adapters.folders.folder import Batch, Look, NothingThere, look, read
from handrail.domain.import_run import (
    ImportProblem,
    ImportRefused,
    ImportRun,
    ImportSettings,
    ImportState,
)
from handrail.operate import BY, RefusedError
from handrail.settings import Settings
from handrail.wiring import import_here, open_parts

LOOK_EVERY_S = 2.0
TELL_EVERY_S = 0.5

COLUMNS = ("state", "files", "unchanged", "failed", "articles", "removed")

Tell = Callable[[ImportRun], None]


async def import_source(
    settings: Settings, source: str, said: ImportSettings, tell: Tell, *, watch: bool = False
) -> ImportRun:
    """Import a file, a folder, a page or a sitemap to its end, telling how far it is.

    With ``watch`` a folder is imported again whenever it changes, until cancelled. One that was begun
    and broke off is taken to its end first. Raises RefusedError.
    """
    async with open_parts(settings) as parts:
        here = asyncio.create_task(import_here(settings, parts.desk), name="imports")
        try:
            if source.startswith(("http://", "https://")):
                if watch:
                    raise RefusedError("Only a folder is watched; import a page again when needed.")
                return await _to_the_end(parts.desk, await _begun(parts.desk, source, said), tell)
            place = await asyncio.to_thread(Path(source).resolve)
            return await _import_place(parts.desk, place, said, tell, watch=watch)
        finally:
            here.cancel()
            with suppress(asyncio.CancelledError):
                await here


async def _begun(desk: Desk, url: str, said: ImportSettings) -> ImportRun:
    try:
        return await import_address(desk, url, said, BY)
    except ImportRuns as other:
        return other.run


async def _import_place(
    desk: Desk, place: Path, said: ImportSettings, tell: Tell, *, watch: bool
) -> ImportRun:
    before: Look = {}
    while True:
        try:
            now = await asyncio.to_thread(look, place)
        except (NothingThere, OSError) as error:
            if not before:  # while it is watched, a folder may be away for a moment
                raise RefusedError(f"{error}") from None
            now = before
        if now != before:
            begun, ours = await _gather(desk, place, said, before, now)
            run = await _to_the_end(desk, begun, tell)
            if ours and run.state is ImportState.DONE:
                before = now
            if not watch or run.state is ImportState.CANCELLED:
                return run
        await asyncio.sleep(LOOK_EVERY_S)


async def _gather(
    desk: Desk, place: Path, said: ImportSettings, before: Look, now: Look
) -> tuple[ImportRun, bool]:
    """A run over the files as they are now; those that have changed since ``before`` are opened.

    False: another import of this folder runs, which is the one given.
    """
    source = str(place)
    try:
        run = await begin_import(desk, source, said, BY, whole=True)
    except ImportRuns as other:
        return other.run, False
    changed = [path for path in now if before.get(path) != now[path]]
    same = tuple(path for path in now if before.get(path) == now[path])
    run = await add_files(desk, run, Gathered(same=same), last=False)
    batches = iter(read(place, changed))
    while (batch := await asyncio.to_thread(next, batches, None)) is not None:
        run = await add_files(desk, run, _gathered(batch), last=False)
    return await add_files(desk, run, Gathered()), True


def _gathered(batch: Batch) -> Gathered:
    remedy = "Let this account read it."
    refused = tuple(
        ImportProblem(path, "", f"It cannot be opened: {reason}.", remedy)
        for path, reason in batch.refused.items()
    )
    return Gathered(batch.contents, (), refused)


async def _to_the_end(desk: Desk, run: ImportRun, tell: Tell) -> ImportRun:
    while run.state.is_open:
        tell(run)
        await asyncio.sleep(TELL_EVERY_S)
        run = await read_run(desk, run.id)
    tell(run)
    return run


async def read_run(desk: Desk, run_id: str) -> ImportRun:
    """A run as it is. Raises RefusedError for an unknown one."""
    async with desk.store.transaction() as tx:
        run = await tx.import_run(run_id)
    if run is None:
        raise RefusedError(f"There is no import {run_id}; `handrail knowledge runs` shows them.")
    return run


async def cancel(settings: Settings, run_id: str) -> ImportRun:
    """End a run; what it brought stays. Raises RefusedError."""
    async with open_parts(settings) as parts:
        await read_run(parts.desk, run_id)
        try:
            return await cancel_import(parts.desk, run_id)
        except ImportRefused as error:
            raise RefusedError(str(error)) from None


async def runs(settings: Settings, limit: int) -> list[ImportRun]:
    """The latest runs."""
    async with open_parts(settings) as parts, parts.desk.store.transaction() as tx:
        return await tx.import_runs(limit)


async def problems(settings: Settings, run_id: str) -> list[ImportProblem]:
    """What a run could not take. Raises RefusedError for an unknown one."""
    async with open_parts(settings) as parts:
        await read_run(parts.desk, run_id)
        async with parts.desk.store.transaction() as tx:
            return await tx.import_problems(run_id)


async def articles(settings: Settings, query: ArticleQuery) -> tuple[Table, int]:
    """Articles as a table, and how many there are in all."""
    async with open_parts(settings) as parts:
        lines = await parts.desk.knowledge.lines(query)
        count = await parts.desk.knowledge.count(query)
    table = Table(
        "article", "title", "for", "locale", "valid", "owner", "version", "chunks", "from"
    )
    for line in lines:
        valid = f"{line.valid_from or ''}-{line.valid_until or ''}".strip("-")
        row = (line.slug, line.title, line.audience, line.locale, valid, line.owner)
        table.add_row(*row, str(line.version), str(line.chunks), f"{line.source} {line.path}")
    return table, count


def print_runs(found: Sequence[ImportRun], console: Console) -> None:
    """One line a run."""
    table = Table(Column("import", no_wrap=True), Column("from", overflow="fold"), *COLUMNS)
    for run in found:
        done = f"{run.done} of {run.total}"
        counts = (run.unchanged, run.failed, run.articles, run.removed)
        table.add_row(run.id, run.source, run.state, done, *map(str, counts))
    console.print(table)


def sentence(run: ImportRun) -> str:
    """How far a run is."""
    said = f"{run.state}: {run.done} of {run.total} files, {run.unchanged} unchanged, "
    said += f"{run.failed} failed; {run.articles} articles changed, {run.removed} removed"
    return f"{said} ({run.reason})" if run.reason else said
