"""Begin an import: list what a source holds, and leave the reading to a worker."""

from collections.abc import Mapping

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind
from handrail.domain.import_run import (
    ImportItem,
    ImportRefused,
    ImportRun,
    ImportSettings,
    ImportState,
)

INTERRUPTED = "Interrupted while its files were being listed"


async def import_files(
    desk: Desk, run: ImportRun, files: Mapping[str, bytes], *, last: bool = True
) -> ImportRun:
    """Add files, by path, to a run that is being gathered; ``last`` hands it to the workers.

    Files that were read before and are the same are counted as unchanged, and not kept here.
    """
    encoder = desk.signals.version
    hashes = {path: run.settings.hash_of(content, encoder) for path, content in files.items()}
    async with desk.store.transaction() as tx:
        known = await tx.known_files(run.source, list(files))
        news = [
            ImportItem(path, content)
            for path, content in files.items()
            if known.get(path) != hashes[path]
        ]
        same = [path for path in files if known.get(path) == hashes[path]]
        await tx.stage(run.id, news, same)
        if last:
            await tx.move_import(run.id, ImportState.RUNNING)
            await tx.defer(Job(JobKind.IMPORT_KNOWLEDGE, about=run.id))
        now = await tx.import_run(run.id)
    assert now is not None
    return now


async def begin_import(
    desk: Desk, source: str, settings: ImportSettings, by: str, *, whole: bool
) -> ImportRun:
    """A new run of this source, whose files are to be listed yet.

    Raises ImportRefused while another run of the same source reads files.
    """
    run = ImportRun(desk.new_id(), source, settings, whole, by, desk.now())
    async with desk.store.transaction() as tx:
        before = await tx.open_import_of(source)
        if before is not None and before.state is ImportState.RUNNING:
            raise ImportRefused(
                f"An import of {source} runs already ({before.id}): wait for its end, or cancel it."
            )
        if before is not None:
            await tx.move_import(before.id, ImportState.FAILED, desk.now(), INTERRUPTED)
        await tx.add_import(run)
    return run


async def import_address(desk: Desk, url: str, settings: ImportSettings, by: str) -> ImportRun:
    """A new run of a page, or of all pages of a sitemap, which a worker lists and fetches."""
    run = await begin_import(desk, url, settings, by, whole=True)
    async with desk.store.transaction() as tx:
        await tx.defer(Job(JobKind.IMPORT_KNOWLEDGE, about=run.id))
    return run


async def cancel_import(desk: Desk, run_id: str) -> ImportRun:
    """End a run now; what it has brought stays. Raises LookupError for an unknown one, ImportRefused
    for one that has ended.
    """
    async with desk.store.transaction() as tx:
        run = await tx.import_run(run_id)
        if run is None:
            raise LookupError(f"no import {run_id}")
        if not run.state.is_open:
            raise ImportRefused(f"This import has ended already ({run.state}).")
        await tx.move_import(run_id, ImportState.CANCELLED, desk.now())
        now = await tx.import_run(run_id)
    assert now is not None
    return now
