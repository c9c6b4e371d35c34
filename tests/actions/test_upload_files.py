"""Several files at once: nothing is read before all are there, and what is given up leaves nothing."""

from datetime import timedelta

import pytest

from handrail.actions import upload_files
from handrail.actions.begin_import import cancel_import
from handrail.actions.import_knowledge import import_knowledge
from handrail.actions.upload_files import TooMuch, add_upload, begin_upload, start_upload
from handrail.domain.import_run import ImportRefused, ImportRun, ImportSettings, ImportState
from tests.actions.test_import_knowledge import Bench, bench

__all__ = ["bench"]


async def uploaded(bench: Bench, files: dict[str, str]) -> ImportRun:
    run = await begin_upload(bench.desk, ImportSettings(), "Ann", len(files), 100)
    for path, text in files.items():
        run = await add_upload(bench.desk, run.id, path, text.encode())
    return run


async def test_each_file_has_its_own_end(bench: Bench) -> None:
    run = await uploaded(bench, {"kb/a.md": "One.", "kb/b.pdf": "bad", "kb/c.md": "Three."})
    assert (run.state, run.total) == (ImportState.GATHERING, 3)
    await import_knowledge(bench.desk, run.id)
    assert bench.texts() == {}, "nothing is read yet"
    await start_upload(bench.desk, run.id)
    ended = await bench.to_the_end(run)
    assert (ended.state, ended.kept, ended.failed) == (ImportState.DONE, 2, 1)
    assert bench.texts() == {"kb/a.md": "One.", "kb/c.md": "Three."}
    async with bench.store.transaction() as tx:
        items = await tx.import_items(run.id)
        assert [(one.path, one.state) for one in items] == [
            ("kb/a.md", "kept"),
            ("kb/b.pdf", "failed"),
            ("kb/c.md", "kept"),
        ]
        assert await tx.staged_size(run.id) == 0


async def test_one_that_is_cancelled_or_forgotten_imports_nothing(bench: Bench) -> None:
    cancelled = await uploaded(bench, {"a.md": "One."})
    await cancel_import(bench.desk, cancelled.id)
    with pytest.raises(ImportRefused, match="takes no more files: it is cancelled"):
        await add_upload(bench.desk, cancelled.id, "b.md", b"Two.")
    with pytest.raises(ImportRefused):
        await start_upload(bench.desk, cancelled.id)
    forgotten = await uploaded(bench, {"a.md": "One."})
    bench.clock[0] += timedelta(hours=1)
    await import_knowledge(bench.desk, forgotten.id)
    ended = await bench.now(forgotten)
    assert (ended.state, ended.reason) == (ImportState.FAILED, upload_files.NOT_FINISHED)
    assert bench.texts() == {}
    async with bench.store.transaction() as tx:
        assert await tx.staged_size(forgotten.id) == 0


async def test_what_is_too_much_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooMuch, match="At most 2,000 files at once; these are 2,001"):
        await begin_upload(bench.desk, ImportSettings(), "Ann", 2_001, 1)
    with pytest.raises(TooMuch, match="At most 200 MB at once; these are 300 MB"):
        await begin_upload(bench.desk, ImportSettings(), "Ann", 1, 300 << 20)
    run = await uploaded(bench, {})
    monkeypatch.setattr(upload_files, "LARGEST", 8)
    with pytest.raises(ImportRefused, match="No file"):
        await start_upload(bench.desk, run.id)
    await add_upload(bench.desk, run.id, "a.md", b"12345")
    with pytest.raises(TooMuch):
        await add_upload(bench.desk, run.id, "b.md", b"6789")
    with pytest.raises(LookupError):
        await add_upload(bench.desk, "nothing", "b.md", b"6")
    folder = await bench.begun({"a.md": "One."})
    with pytest.raises(LookupError):
        await add_upload(bench.desk, folder.id, "b.md", b"6")
