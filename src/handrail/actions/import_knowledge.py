"""Import knowledge: read the files of a run, one after the other, and keep them as articles.

Every step may be done again: a worker that dies leaves the run to the next one, which goes on with
the file that was in work. What is kept of a file, and that it is done, are two transactions; the first
changes nothing when it is done twice.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handrail.actions.chunk_vectors import chunk_vectors
from handrail.actions.desk import Desk
from handrail.actions.import_rows import Vectors
from handrail.actions.knowledge_sources import DocumentReader, NotFetched, PageFetcher
from handrail.actions.ports import Job, JobKind, NotReady
from handrail.actions.upload_files import drop_unfinished
from handrail.domain.article_version import with_set
from handrail.domain.document import FileRead, Problem, chunks_of
from handrail.domain.import_run import (
    UPLOADS,
    ImportItem,
    ImportProblem,
    ImportRun,
    ImportState,
    ItemEnd,
)
from handrail.domain.knowledge import Chunk, Shelved

AT_A_TIME = timedelta(seconds=30)  # then other jobs of the line come first; a job may take 120 s
BATCH = 8  # chunks; about a quarter of a second on one core
MOST_CHUNKS = 8_000  # of a file: they are kept in one transaction


@dataclass(frozen=True, slots=True)
class _Sitting:
    """One job's share of a run."""

    desk: Desk
    run: ImportRun
    until: datetime

    @property
    def is_over(self) -> bool:
        return self.desk.now() > self.until

    @property
    def documents(self) -> DocumentReader:
        if self.desk.documents is None:
            raise NotReady("This process reads no files; a worker must do that.")
        return self.desk.documents

    @property
    def pages(self) -> PageFetcher:
        if self.desk.pages is None:
            raise NotReady("This process fetches no pages; a worker must do that.")
        return self.desk.pages


async def import_knowledge(desk: Desk, run_id: str) -> None:
    """Go on with a run for half a minute, then leave the rest to another job."""
    until = desk.now() + AT_A_TIME
    while True:
        async with desk.store.transaction() as tx:
            run = await tx.import_run(run_id)
            if run is None or not run.state.is_open:
                return None
            item = await tx.next_item(run_id) if run.state is ImportState.RUNNING else None
        sitting = _Sitting(desk, run, until)
        if run.state is ImportState.GATHERING and run.source == UPLOADS:
            return await drop_unfinished(desk, run)
        if run.state is ImportState.GATHERING:
            goes_on = await _list_pages(sitting)
        elif item is not None:
            goes_on = await _take(sitting, item)
        else:
            return await _finish(sitting)
        if not goes_on:
            return await _leave(sitting)


async def _leave(sitting: _Sitting) -> None:
    async with sitting.desk.store.transaction() as tx:
        await tx.defer(Job(JobKind.IMPORT_KNOWLEDGE, about=sitting.run.id))


async def _list_pages(sitting: _Sitting) -> bool:
    """List the addresses of the source. True: go on with them."""
    run, now = sitting.run, sitting.desk.now()
    try:
        addresses = await sitting.pages.listed(run.source)
    except NotFetched as failure:
        problem = failure.problem
        async with sitting.desk.store.transaction() as tx:
            await tx.add_problems(run.id, [_located(run.source, problem)])
            await tx.move_import(run.id, ImportState.FAILED, now, problem.reason)
        return True
    async with sitting.desk.store.transaction() as tx:
        await tx.stage(run.id, [ImportItem(address) for address in addresses])
        await tx.move_import(run.id, ImportState.RUNNING)
    return not sitting.is_over


async def _take(sitting: _Sitting, item: ImportItem) -> bool:
    """Read one file and keep it. False: the time was over before it was done."""
    run, desk = sitting.run, sitting.desk
    name, content = item.path, item.content
    if content is None:
        try:
            fetched = await sitting.pages.fetch(item.path)
        except NotFetched as failure:
            await _fail(sitting, item, FileRead((), (failure.problem,)))
            return not sitting.is_over
        name, content = fetched.name, fetched.content
    hashed = run.settings.hash_of(content, desk.signals.version)
    async with desk.store.transaction() as tx:
        known = await tx.known_files(run.source, [item.path])
    if known.get(item.path) == hashed:
        async with desk.store.transaction() as tx:
            await tx.end_item(run.id, item.path, ItemEnd("unchanged"))
        return not sitting.is_over
    read = await sitting.documents.read(name, content)
    if not read.documents:
        await _fail(sitting, item, read)
        return not sitting.is_over
    return await _keep(sitting, item, read, hashed) and not sitting.is_over


async def _fail(sitting: _Sitting, item: ImportItem, read: FileRead) -> None:
    """Nothing of the file could be taken: what it brought before stays, and it is tried next time."""
    problems = [_located(item.path, problem) for problem in read.problems]
    async with sitting.desk.store.transaction() as tx:
        await tx.add_problems(sitting.run.id, problems)
        await tx.end_item(sitting.run.id, item.path, ItemEnd("failed"))


async def _keep(sitting: _Sitting, item: ImportItem, read: FileRead, hashed: str) -> bool:
    """Keep what was read. False: the time was over before all of it had vectors."""
    run, desk = sitting.run, sitting.desk
    shelved = await _shelved(sitting, item.path, read)
    if sum(len(each.chunks) for each in shelved) > MOST_CHUNKS:
        remedy = "Split the file."
        too_long = Problem("", f"It makes more than {MOST_CHUNKS:,} parts.", remedy)
        await _fail(sitting, item, FileRead((), (too_long,)))
        return True
    vectors = await _vectors(sitting, item.path, shelved)
    if vectors is None:
        return False
    changed = await desk.knowledge.keep(run.source, item.path, shelved, vectors, run.started_by)
    problems = [_located(item.path, problem) for problem in read.problems]
    # A file of which a part failed is read again next time.
    ended = ItemEnd("failed") if problems else ItemEnd("kept", hashed)
    async with desk.store.transaction() as tx:
        await tx.add_problems(run.id, problems)
        counted = replace(ended, articles=changed.changed, removed=changed.removed)
        await tx.end_item(run.id, item.path, counted)
    return True


async def _shelved(sitting: _Sitting, path: str, read: FileRead) -> list[Shelved]:
    """The articles with their chunks; what people set of them here goes before."""
    run, desk = sitting.run, sitting.desk
    today, encoder = desk.now().date(), desk.signals.version
    made = [
        (run.settings.article(run.source, path, document, today), document)
        for document in read.documents
    ]
    held = await desk.knowledge.held([article.slug for article, _ in made])
    found: dict[str, Shelved] = {}
    for told, document in made:
        article = with_set(told, held.get(told.slug, {}))
        language = article.locale.lower().partition("-")[0]
        found[article.slug] = Shelved(article, chunks_of(document, language, encoder))
    return list(found.values())


async def _vectors(sitting: _Sitting, path: str, shelved: list[Shelved]) -> Vectors | None:
    """Vectors of the chunks that have none yet. None: the time was over; what was made is kept."""
    run, desk = sitting.run, sitting.desk
    kept = await desk.knowledge.hashes(run.source, path)
    async with desk.store.transaction() as tx:
        vectors = dict(await tx.kept_vectors(run.id))
    for each in shelved:
        missing = [c for c in each.chunks if c.content_hash not in kept | vectors.keys()]
        for start in range(0, len(missing), BATCH):
            made = await _embed(desk, each.article.title, missing[start : start + BATCH])
            vectors.update(made)
            if sitting.is_over:
                async with desk.store.transaction() as tx:
                    await tx.keep_vectors(run.id, vectors)
                return None
    return vectors


async def _embed(desk: Desk, title: str, chunks: list[Chunk]) -> dict[str, list[float]]:
    return await asyncio.to_thread(chunk_vectors, title, chunks, desk.signals.embed)


async def _finish(sitting: _Sitting) -> None:
    """Forget files that the source lists no more, and end the run."""
    run, desk = sitting.run, sitting.desk
    if run.whole:
        async with desk.store.transaction() as tx:
            listed = await tx.listed(run.id)
        for path in sorted(await desk.knowledge.paths(run.source) - listed):
            gone = await desk.knowledge.keep(run.source, path, (), {}, run.started_by)
            async with desk.store.transaction() as tx:
                await tx.forget_file(run.id, run.source, path, gone.removed)
    async with desk.store.transaction() as tx:
        run = await tx.import_run(run.id) or run
    if run.articles or run.removed:
        await desk.knowledge.settle()
    async with desk.store.transaction() as tx:
        await tx.move_import(run.id, ImportState.DONE, desk.now())


def _located(path: str, problem: Problem) -> ImportProblem:
    return ImportProblem(path, problem.place, problem.reason, problem.remedy)
