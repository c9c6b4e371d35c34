"""Begin an import: list what a source holds, and leave the reading to a worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind
from handrail.domain.import_run import (
    ImportItem,
    ImportProblem,
    ImportRefused,
    ImportRun,
    ImportSettings,
    ImportState,
    ItemEnd,
)

INTERRUPTED = "Interrupted while its files were being listed"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Files of a source: their contents by path, those known to be the same, and those out of reach."""

    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    same: tuple[str, ...] = ()
    out_of_reach: tuple[ImportProblem, ...] = ()


class ImportRuns(ImportRefused):
    """The source is being imported already, by ``run``."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        super().__init__(
            f"An import of {run.source} runs already ({run.id}): wait for its end, or cancel it."
        )


async def begin_import(
    desk: Desk, source: str, settings: ImportSettings, by: str, *, whole: bool
) -> ImportRun:
    """A new run of this source, whose files are to be listed yet.

    ``whole``: it will list all that the source holds. Raises ImportRuns while another such run of the
    same source reads files; one that was interrupted while it listed them is ended.
    """
    run = ImportRun(desk.new_id(), source, settings, whole, by, desk.now())
    async with desk.store.transaction() as tx:
        before = await tx.open_import_of(source) if whole else None
        if before is not None and before.state is ImportState.RUNNING:
            raise ImportRuns(before)
        if before is not None:
            await tx.move_import(before.id, ImportState.FAILED, desk.now(), INTERRUPTED)
        await tx.add_import(run)
    return run


async def add_files(
    desk: Desk, run: ImportRun, gathered: Gathered, *, last: bool = True
) -> ImportRun:
    """Add files to a run that is being gathered; ``last`` hands it to the workers.

    Files that were read before and are the same are counted as unchanged, and not kept here.
    """
    encoder = desk.signals.version
    hashes = {
        path: run.settings.hash_of(content, encoder) for path, content in gathered.files.items()
    }
    async with desk.store.transaction() as tx:
        known = await tx.known_files(run.source, list(hashes))
        news = [path for path in hashes if known.get(path) != hashes[path]]
        same = [path for path in hashes if known.get(path) == hashes[path]]
        items = [ImportItem(path, gathered.files[path]) for path in news]
        missing = [ImportItem(problem.path) for problem in gathered.out_of_reach]
        await tx.stage(run.id, [*items, *missing], [*same, *gathered.same])
        await tx.add_problems(run.id, gathered.out_of_reach)
        for item in missing:
            await tx.end_item(run.id, item.path, ItemEnd("failed"))
        if last:
            await tx.move_import(run.id, ImportState.RUNNING)
            await tx.defer(Job(JobKind.IMPORT_KNOWLEDGE, about=run.id))
        now = await tx.import_run(run.id)
    assert now is not None
    return now


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
