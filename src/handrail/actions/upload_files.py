"""Upload files: several from a browser, one after the other, of which nothing is read until all are there."""

from datetime import timedelta

from handrail.actions.begin_import import Gathered, add_files, begin_import
from handrail.actions.desk import Desk
from handrail.actions.ports import Job, JobKind
from handrail.domain.import_run import (
    UPLOADS,
    ImportRefused,
    ImportRun,
    ImportSettings,
    ImportState,
)

MOST_FILES = 2_000
LARGEST = 200 * 1024 * 1024  # bytes of all files together
LEFT_ALONE = timedelta(hours=1)  # then an upload that was not finished is dropped
NOT_FINISHED = "Not all files were uploaded within an hour, so none was imported."


class TooMuch(ImportRefused):
    """The files are too many, or too large together."""


class EmptyFile(ImportRefused):
    """There is nothing in the file."""


async def begin_upload(
    desk: Desk, settings: ImportSettings, by: str, count: int, size: int
) -> ImportRun:
    """A run that waits for ``count`` files of ``size`` bytes in all. Raises TooMuch."""
    if count > MOST_FILES:
        raise TooMuch(f"At most {MOST_FILES:,} files at once; these are {count:,}.")
    if size > LARGEST:
        raise TooMuch(f"At most {_mb(LARGEST)} at once; these are {_mb(size)}.")
    run = await begin_import(desk, UPLOADS, settings, by, whole=False)
    async with desk.store.transaction() as tx:
        due = desk.now() + LEFT_ALONE
        await tx.defer(Job(JobKind.IMPORT_KNOWLEDGE, about=run.id, due=due))
    return run


async def add_upload(desk: Desk, run_id: str, path: str, content: bytes) -> ImportRun:
    """One more file of an upload. Raises LookupError, ImportRefused when it has begun or ended, TooMuch,
    EmptyFile.
    """
    async with desk.store.transaction() as tx:
        run = _waiting(await tx.import_run(run_id), run_id)
        staged = await tx.staged_size(run_id)
    if not content:
        raise EmptyFile("The file is empty.")
    if run.total >= MOST_FILES or staged + len(content) > LARGEST:
        raise TooMuch(f"At most {MOST_FILES:,} files and {_mb(LARGEST)} at once.")
    return await add_files(desk, run, Gathered({path: content}), last=False)


async def start_upload(desk: Desk, run_id: str) -> ImportRun:
    """All files are there: let workers read them. Raises LookupError, ImportRefused."""
    async with desk.store.transaction() as tx:
        run = _waiting(await tx.import_run(run_id), run_id)
    if run.total == 0:
        raise ImportRefused("No file has been uploaded.")
    return await add_files(desk, run, Gathered())


async def drop_unfinished(desk: Desk, run: ImportRun) -> None:
    """End an upload that nobody finished; nothing of it is read."""
    if desk.now() - run.started_at < LEFT_ALONE:
        return
    async with desk.store.transaction() as tx:
        await tx.move_import(run.id, ImportState.FAILED, desk.now(), NOT_FINISHED)


def _waiting(run: ImportRun | None, run_id: str) -> ImportRun:
    if run is None or run.source != UPLOADS:
        raise LookupError(f"no upload {run_id}")
    if run.state is not ImportState.GATHERING:
        raise ImportRefused(f"This upload takes no more files: it is {run.state}.")
    return run


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MB"
