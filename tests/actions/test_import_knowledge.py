"""An import touches what changed, says what failed, ends when told, and goes on after a kill."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from handrail.actions.begin_import import (
    Gathered,
    ImportRuns,
    add_files,
    begin_import,
    cancel_import,
    import_address,
)
from handrail.actions.desk import Desk
from handrail.actions.import_knowledge import BATCH, import_knowledge
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import JobKind
from handrail.domain.import_run import (
    ImportProblem,
    ImportRefused,
    ImportRun,
    ImportSettings,
    ImportState,
)
from tests.actions.desks import a_policy
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.knowledge_sources import FakeDocumentReader, FakePageFetcher
from tests.fakes.notices import FakeNotices
from tests.fakes.signals import FakeSignalReader
from tests.fakes.store import FakeStore

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class CountingSignals(FakeSignalReader):
    """Counts the texts that were embedded, and may do something after each batch."""

    embedded: list[str] = field(default_factory=list[str])
    after: Callable[[], None] = lambda: None

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded += texts
        self.after()
        return super().embed(texts)


@dataclass
class Bench:
    desk: Desk
    store: FakeStore
    knowledge: FakeKnowledge
    signals: CountingSignals
    documents: FakeDocumentReader
    pages: FakePageFetcher
    clock: list[datetime]

    async def run(self, files: dict[str, str], **said: str) -> ImportRun:
        """Import these files as the whole of a folder, to the end."""
        return await self.to_the_end(await self.begun(files, **said))

    async def begun(self, files: dict[str, str], **said: str) -> ImportRun:
        settings = ImportSettings(**said)  # pyright: ignore[reportArgumentType]
        run = await begin_import(self.desk, "/kb", settings, "Eve", whole=True)
        contents = {path: text.encode() for path, text in files.items()}
        return await add_files(self.desk, run, Gathered(contents))

    async def to_the_end(self, run: ImportRun) -> ImportRun:
        while (now := await self.now(run)).state.is_open:
            await import_knowledge(self.desk, run.id)
        return now

    async def now(self, run: ImportRun) -> ImportRun:
        async with self.store.transaction() as tx:
            found = await tx.import_run(run.id)
        assert found is not None
        return found

    async def problems(self, run: ImportRun) -> list[ImportProblem]:
        async with self.store.transaction() as tx:
            return await tx.import_problems(run.id)

    def texts(self) -> dict[str, str]:
        return {article.path: article.text for article in self.knowledge.articles}


@pytest.fixture
def bench() -> Bench:
    clock = [BEGAN]
    store, signals = FakeStore(lambda: clock[0]), CountingSignals()
    knowledge, documents, pages = FakeKnowledge(), FakeDocumentReader(), FakePageFetcher()
    policy = a_policy()
    desk = Desk(
        store=store,
        signals=signals,
        knowledge=knowledge,
        notices=FakeNotices(),
        policies=PolicyShelf(store, lambda text, source: policy, signals),
        phraser=None,
        now=lambda: clock[0],
        new_id=lambda: str(uuid.uuid4()),
        documents=documents,
        pages=pages,
    )
    return Bench(desk, store, knowledge, signals, documents, pages, clock)


async def test_files_become_articles(bench: Bench) -> None:
    run = await bench.run({"a.md": "One.", "b.md": "Two."}, audience="staff", owner="Ann")
    assert (run.state, run.total, run.kept, run.articles) == (ImportState.DONE, 2, 2, 2)
    assert run.ended_at == BEGAN
    assert bench.texts() == {"a.md": "One.", "b.md": "Two."}
    assert {(a.audience, a.owner, a.source) for a in bench.knowledge.articles} == {
        ("staff", "Ann", "/kb")
    }
    assert bench.knowledge.settled == 1
    assert [job.kind for job in bench.store.rows.jobs] == [JobKind.IMPORT_KNOWLEDGE]


async def test_the_same_again_reads_nothing(bench: Bench) -> None:
    await bench.run({"a.md": "One.", "b.md": "Two."})
    bench.documents.read_names.clear()
    bench.signals.embedded.clear()
    run = await bench.run({"a.md": "One.", "b.md": "Two."})
    assert (run.kept, run.unchanged, run.articles) == (0, 2, 0)
    assert bench.documents.read_names == []
    assert bench.signals.embedded == []
    assert bench.knowledge.settled == 1


async def test_only_new_chunks_get_vectors(bench: Bench) -> None:
    same = "A paragraph that stays as it is. " * 30
    await bench.run({"a.md": f"{same}\n\nIt costs 6 euros."})
    before = await bench.knowledge.chunk_lines(bench.knowledge.articles[0].slug)
    bench.signals.embedded.clear()
    await bench.run({"a.md": f"{same}\n\nIt costs 7 euros."})
    after = await bench.knowledge.chunk_lines(bench.knowledge.articles[0].slug)
    assert {text.partition(". ")[2] for text in bench.signals.embedded} == {"", "It costs 7 euros."}
    kept = {chunk.id for chunk in before} & {chunk.id for chunk in after}
    assert len(kept) == len(before) - 1
    assert [chunk.version for chunk in after if chunk.id not in kept] == [2]


async def test_other_readers_need_no_new_vectors(bench: Bench) -> None:
    await bench.run({"a.md": "One."})
    bench.signals.embedded.clear()
    run = await bench.run({"a.md": "One."}, audience="staff")
    assert (run.kept, run.articles) == (1, 1)
    assert bench.signals.embedded == []
    assert bench.knowledge.articles[0].audience == "staff"


async def test_a_file_that_is_gone_takes_its_articles_along(bench: Bench) -> None:
    await bench.run({"a.md": "One.", "b.md": "Two."})
    run = await bench.run({"a.md": "One."})
    assert (run.removed, run.unchanged) == (1, 1)
    assert bench.texts() == {"a.md": "One."}
    again = await bench.run({"a.md": "One.", "b.md": "Two."})
    assert again.kept == 1


async def test_a_damaged_file_is_reported_and_the_others_are_read(bench: Bench) -> None:
    run = await bench.run({"a.pdf": "bad", "b.md": "Two.", "c.md": "part of it"})
    assert (run.state, run.failed, run.kept) == (ImportState.DONE, 2, 1)
    problems = await bench.problems(run)
    assert [(problem.path, problem.place) for problem in problems] == [
        ("a.pdf", "page 1"),
        ("c.md", "page 1"),
    ]
    assert bench.texts() == {"b.md": "Two.", "c.md": "part of it"}


async def test_a_file_that_got_damaged_keeps_what_it_said_before(bench: Bench) -> None:
    await bench.run({"a.md": "One."})
    run = await bench.run({"a.md": "bad"})
    assert (run.failed, run.removed) == (1, 0)
    assert bench.texts() == {"a.md": "One."}
    assert (await bench.run({"a.md": "bad"})).failed == 1, "it is tried again"


async def test_a_worker_that_dies_leaves_the_rest_to_the_next(bench: Bench) -> None:
    run = await bench.begun({"a.md": "One.", "b.md": "crash", "c.md": "Three."})
    with pytest.raises(RuntimeError):
        await import_knowledge(bench.desk, run.id)
    assert (await bench.now(run)).done == 1
    items = bench.store.rows.imports.items
    items[run.id, "b.md"] = ("waiting", b"Two.")
    ended = await bench.to_the_end(run)
    assert (ended.state, ended.kept, ended.articles) == (ImportState.DONE, 3, 3)
    assert bench.documents.read_names == ["a.md", "b.md", "b.md", "c.md"]


async def test_killed_between_keeping_a_file_and_saying_so(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await bench.begun({"a.md": "One."})
    keep = bench.knowledge.keep

    async def keep_and_die(*given: object) -> object:
        await keep(*given)  # pyright: ignore[reportArgumentType]
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(bench.knowledge, "keep", keep_and_die)
        with pytest.raises(RuntimeError):
            await import_knowledge(bench.desk, run.id)
    ended = await bench.to_the_end(run)
    assert (ended.kept, ended.total) == (1, 1)
    assert [article.version for article in bench.knowledge.articles] == [1]


async def test_a_long_file_goes_on_where_it_was(bench: Bench) -> None:
    def a_minute_passes() -> None:
        bench.clock[0] += timedelta(seconds=10)

    bench.signals.after = a_minute_passes
    parts = [f"Paragraph {number}. " + "Words and more words. " * 30 for number in range(4 * BATCH)]
    run = await bench.begun({"a.md": "\n\n".join(parts)})
    ended = await bench.to_the_end(run)
    assert ended.state is ImportState.DONE
    jobs = [job for job in bench.store.rows.jobs if job.about == run.id]
    assert len(jobs) > 1, "it was done in several sittings"
    wholes = [text for text in bench.signals.embedded if "Paragraph" in text]
    assert len(wholes) == len(set(wholes)), "no chunk was embedded twice"


async def test_a_cancelled_run_stops_and_keeps_what_it_brought(bench: Bench) -> None:
    run = await bench.begun({"a.md": "One.", "b.md": "crash"})
    with pytest.raises(RuntimeError):
        await import_knowledge(bench.desk, run.id)
    cancelled = await cancel_import(bench.desk, run.id)
    assert cancelled.state is ImportState.CANCELLED
    await import_knowledge(bench.desk, run.id)
    assert bench.texts() == {"a.md": "One."}
    with pytest.raises(ImportRefused, match="ended already"):
        await cancel_import(bench.desk, run.id)
    with pytest.raises(LookupError):
        await cancel_import(bench.desk, "nothing")


async def test_one_import_of_a_source_at_a_time(bench: Bench) -> None:
    run = await bench.begun({"a.md": "One."})
    with pytest.raises(ImportRuns, match="runs already") as raised:
        await bench.begun({"a.md": "One."})
    assert raised.value.run.id == run.id


async def test_a_listing_that_broke_off_makes_room(bench: Bench) -> None:
    broken = await begin_import(bench.desk, "/kb", ImportSettings(), "Eve", whole=True)
    run = await bench.run({"a.md": "One."})
    assert run.state is ImportState.DONE
    assert (await bench.now(broken)).state is ImportState.FAILED


async def test_files_out_of_reach_are_said_and_not_forgotten(bench: Bench) -> None:
    await bench.run({"a.md": "One."})
    run = await begin_import(bench.desk, "/kb", ImportSettings(), "Eve", whole=True)
    closed = ImportProblem("a.md", "", "It cannot be opened.", "Let this account read it.")
    await add_files(bench.desk, run, Gathered(out_of_reach=(closed,)))
    ended = await bench.to_the_end(run)
    assert (ended.failed, ended.removed) == (1, 0)
    assert await bench.problems(run) == [closed]
    assert bench.texts() == {"a.md": "One."}


async def test_a_sitemap_brings_its_pages(bench: Bench) -> None:
    bench.pages.sitemap = ["http://x/a", "http://x/b", "http://x/gone"]
    bench.pages.pages = {"http://x/a": b"One.", "http://x/b": b"Two."}
    run = await import_address(bench.desk, "http://x/sitemap.xml", ImportSettings(), "Eve")
    ended = await bench.to_the_end(run)
    assert (ended.state, ended.kept, ended.failed) == (ImportState.DONE, 2, 1)
    again = await import_address(bench.desk, "http://x/sitemap.xml", ImportSettings(), "Eve")
    assert (await bench.to_the_end(again)).unchanged == 2
    bench.pages.sitemap = ["http://x/a"]
    less = await import_address(bench.desk, "http://x/sitemap.xml", ImportSettings(), "Eve")
    assert (await bench.to_the_end(less)).removed == 1


async def test_a_sitemap_out_of_reach_removes_nothing(bench: Bench) -> None:
    bench.pages.sitemap, bench.pages.pages = ["http://x/a"], {"http://x/a": b"One."}
    run = await import_address(bench.desk, "http://x/", ImportSettings(), "Eve")
    await bench.to_the_end(run)
    bench.pages.sitemap = None
    failed = await import_address(bench.desk, "http://x/", ImportSettings(), "Eve")
    ended = await bench.to_the_end(failed)
    assert (ended.state, ended.reason) == (ImportState.FAILED, "There is no host.")
    assert bench.texts() == {"http://x/a": "One."}
