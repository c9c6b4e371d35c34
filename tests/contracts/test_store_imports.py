"""What every store promises of imports, on the fake and on PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

from handrail.domain.import_run import (
    ImportItem,
    ImportProblem,
    ImportRun,
    ImportSettings,
    ImportState,
    ItemEnd,
)
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, new_id

SAID = ImportSettings("staff", "de-AT", "Eve", date(2026, 1, 1), None)
BROKEN = ImportProblem("b.pdf", "page 3", "It is damaged.", "Export it again.")


async def begun(desk: UnderContract, source: str = "/kb", minute: int = 0) -> ImportRun:
    at = NOW + timedelta(minutes=minute)
    run = ImportRun(new_id(), source, SAID, True, "Eve", at)
    async with desk.store.transaction() as tx:
        await tx.add_import(run)
    return run


async def now(desk: UnderContract, run: ImportRun) -> ImportRun:
    async with desk.store.transaction() as tx:
        found = await tx.import_run(run.id)
    assert found is not None
    return found


async def test_a_run_comes_back_as_it_was_kept(desk: UnderContract) -> None:
    first, second = await begun(desk), await begun(desk, "/other", 1)
    async with desk.store.transaction() as tx:
        assert await tx.import_run(first.id) == first
        assert await tx.import_run(new_id()) is None
        assert await tx.import_runs() == [second, first]
        assert await tx.import_runs(1) == [second]
        assert await tx.open_import_of("/kb") == first
        assert await tx.open_import_of("/nothing") is None
        await tx.move_import(first.id, ImportState.FAILED, NOW, "Because.")
        assert await tx.open_import_of("/kb") is None
        failed = replace(first, state=ImportState.FAILED, ended_at=NOW, reason="Because.")
        assert await tx.import_run(first.id) == failed


async def test_files_wait_in_order_and_are_counted_once(desk: UnderContract) -> None:
    run = await begun(desk)
    async with desk.store.transaction() as tx:
        await tx.stage(run.id, [ImportItem("b", b"B"), ImportItem("a", b"A")], ["s"])
        await tx.stage(run.id, [ImportItem("a", b"again"), ImportItem("u")], ["s"])
        assert await tx.listed(run.id) == {"a", "b", "s", "u"}
        assert await tx.next_item(run.id) == ImportItem("a", b"A")
        await tx.end_item(run.id, "a", ItemEnd("kept", "hash", 2, 1))
        await tx.end_item(run.id, "a", ItemEnd("failed", None, 9, 9))
        assert await tx.next_item(run.id) == ImportItem("b", b"B")
        await tx.end_item(run.id, "b", ItemEnd("failed"))
        assert await tx.next_item(run.id) == ImportItem("u")
        await tx.end_item(run.id, "u", ItemEnd("unchanged"))
        assert await tx.next_item(run.id) is None
        assert await tx.known_files("/kb", ["a", "b"]) == {"a": "hash"}
    counted = replace(run, total=4, kept=1, unchanged=2, failed=1, articles=2, removed=1)
    assert await now(desk, run) == counted


async def test_a_file_that_is_gone_is_known_no_more(desk: UnderContract) -> None:
    run = await begun(desk)
    async with desk.store.transaction() as tx:
        await tx.stage(run.id, [ImportItem("a", b"A")])
        await tx.end_item(run.id, "a", ItemEnd("kept", "hash"))
        await tx.forget_file(run.id, "/kb", "a", 3)
        assert await tx.known_files("/kb", ["a"]) == {}
    assert (await now(desk, run)).removed == 3


async def test_problems_are_kept_in_order_and_once(desk: UnderContract) -> None:
    run = await begun(desk)
    other = replace(BROKEN, place="page 1")
    async with desk.store.transaction() as tx:
        await tx.add_problems(run.id, [BROKEN, other])
        await tx.add_problems(run.id, [BROKEN])
        assert await tx.import_problems(run.id) == [BROKEN, other]
        assert await tx.import_problems(run.id, 1) == [BROKEN]


async def test_nothing_of_the_files_is_left_when_a_run_ends(desk: UnderContract) -> None:
    run = await begun(desk)
    async with desk.store.transaction() as tx:
        await tx.stage(run.id, [ImportItem("a", b"A")])
        await tx.keep_vectors(run.id, {"h": [0.5, 0.25]})
        await tx.move_import(run.id, ImportState.CANCELLED, NOW)
        assert await tx.next_item(run.id) == ImportItem("a")
        assert await tx.kept_vectors(run.id) == {}


async def test_vectors_wait_for_their_file(desk: UnderContract) -> None:
    run = await begun(desk)
    async with desk.store.transaction() as tx:
        await tx.stage(run.id, [ImportItem("a", b"A")])
        await tx.keep_vectors(run.id, {"h": [0.5, 0.25]})
        await tx.keep_vectors(run.id, {"h": [0.5, 0.25], "i": [1.0, 0.0]})
        kept = {key: list(vector) for key, vector in (await tx.kept_vectors(run.id)).items()}
        assert kept == {"h": [0.5, 0.25], "i": [1.0, 0.0]}
        await tx.end_item(run.id, "a", ItemEnd("kept", "hash"))
        assert await tx.kept_vectors(run.id) == {}
