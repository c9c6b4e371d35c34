"""Knowledge from the command line, on a real database: import, again, killed and taken up, watched."""

import asyncio
import csv
import os
import signal
import sys
from io import StringIO
from pathlib import Path

import asyncpg
import pytest

from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.curate import articles, cancel, import_source, problems, runs
from handrail.domain.import_run import ImportRun, ImportSettings, ImportState, write_problems
from handrail.operate import RefusedError
from handrail.settings import Settings
from tests.adapters.documents.files import a_docx, a_pdf

SAID = ImportSettings(owner="Ann")
# Until we let go, no more than a few articles are kept: an import is killed in its middle for sure.
HOLD = """
SELECT pg_advisory_lock(1);
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT count(*) FROM articles) > 4 THEN PERFORM pg_advisory_xact_lock_shared(1); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold BEFORE INSERT ON articles FOR EACH ROW EXECUTE FUNCTION hold();
"""


def silent(_: ImportRun) -> None:
    return None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "prices.pdf").write_bytes(a_pdf("A card costs six euros."))
    (tmp_path / "list.docx").write_bytes(a_docx())
    (tmp_path / "sub" / "faq.csv").write_text("question,answer\nHow?,So.\nWhy?,\n")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    return tmp_path


async def test_a_folder_with_a_damaged_file(database_url: str, folder: Path) -> None:
    settings = Settings(database_url)
    run = await import_source(settings, str(folder), SAID, silent)
    assert (run.state, run.total, run.kept, run.failed) == (ImportState.DONE, 4, 2, 2)
    _, count = await articles(settings, ArticleQuery(owner="Ann"))
    assert count == 3
    out = StringIO()
    write_problems(await problems(settings, run.id), out)
    rows = list(csv.DictReader(StringIO(out.getvalue())))
    assert [(row["path"], row["place"]) for row in rows] == [
        ("broken.pdf", ""),
        ("sub/faq.csv", "row 3"),
    ]
    (folder / "list.docx").unlink()
    again = await import_source(settings, str(folder), SAID, silent)
    assert (again.unchanged, again.articles, again.removed) == (1, 0, 1)
    assert [each.id for each in await runs(settings, 9)] == [again.id, run.id]
    with pytest.raises(RefusedError, match="ended already"):
        await cancel(settings, run.id)


async def test_what_cannot_be_imported_is_refused(database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url)
    for source in (str(tmp_path), str(tmp_path / "nothing")):
        with pytest.raises(RefusedError, match=r"nothing|no file"):
            await import_source(settings, source, SAID, silent)
    with pytest.raises(RefusedError, match="Only a folder"):
        await import_source(settings, "http://127.0.0.1:9/", SAID, silent, watch=True)
    run = await import_source(settings, "http://127.0.0.1:9/", SAID, silent)
    assert (run.state, run.total) == (ImportState.FAILED, 0)
    assert "not a public address" in run.reason


async def test_a_killed_import_is_taken_to_its_end_by_the_next(
    database_url: str, tmp_path: Path
) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.md").write_text(f"# Article {number}\n\n" + "Some words. " * 60)
    environment = {**os.environ, "DATABASE_URL": database_url}
    connection = await asyncpg.connect(database_url)
    await connection.execute(HOLD)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "handrail.cli", "knowledge", "import", str(tmp_path)),
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        done = 0
        while not done:
            done = await connection.fetchval("SELECT coalesce(max(kept), 0) FROM import_runs")
            await asyncio.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        await child.wait()
        await connection.execute("SELECT pg_advisory_unlock(1)")
        [left] = await connection.fetch("SELECT * FROM import_runs")
        assert left["state"] == "running"
        run = await import_source(Settings(database_url), str(tmp_path), SAID, silent)
        assert str(left["id"]) == run.id, "the run that broke off is taken up, not a new one"
        assert (run.state, run.kept, run.articles) == (ImportState.DONE, 40, 40)
        versions = await connection.fetch("SELECT DISTINCT version FROM articles")
        assert [row["version"] for row in versions] == [1]
    finally:
        await connection.close()


async def test_a_watched_folder_follows_its_files(database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url)
    (tmp_path / "a.md").write_text("One.")
    watching = asyncio.create_task(import_source(settings, str(tmp_path), SAID, silent, watch=True))
    connection = await asyncpg.connect(database_url)
    try:
        await until(connection, ["One."])
        (tmp_path / "b.md").write_text("Two.")
        await until(connection, ["One.", "Two."])
        (tmp_path / "a.md").unlink()
        await until(connection, ["Two."])
        (tmp_path / "b.md").unlink()
        await asyncio.sleep(2.5)
        await until(connection, ["Two."])
        assert not watching.done(), "an empty folder is waited for, and takes nothing along"
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await connection.close()


async def until(connection: "asyncpg.Connection[asyncpg.Record]", texts: list[str]) -> None:
    async with asyncio.timeout(300):
        while True:
            rows = await connection.fetch("SELECT text FROM articles ORDER BY text")
            if [row["text"] for row in rows] == texts:
                return
            await asyncio.sleep(0.1)
