import asyncio
from pathlib import Path

import asyncpg
import pytest
from pogo_core.error import BadMigrationError

from handrail.adapters.postgres.migrate import DatabaseIsNewerError, migrate

FIRST = """-- First
-- depends:

-- migrate: apply
CREATE TABLE customer (id int);
CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;

-- migrate: rollback
"""
SECOND = """-- Second
-- depends: 0001_first

-- migrate: apply
ALTER TABLE customer ADD name text;

-- migrate: rollback
"""
BROKEN = SECOND.replace("customer ADD", "customer ADD first text; ALTER TABLE nothing ADD")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_first.sql").write_text(FIRST)
    (tmp_path / "0002_second.sql").write_text(SECOND)
    return tmp_path


async def test_applies_in_order_and_once(empty_database_url: str, folder: Path) -> None:
    assert await migrate(empty_database_url, folder) == ["0001_first", "0002_second"]
    assert await migrate(empty_database_url, folder) == []
    assert await columns(empty_database_url) == ["id", "name"]


async def test_two_at_once_apply_each_migration_once(empty_database_url: str, folder: Path) -> None:
    applied = await asyncio.gather(*(migrate(empty_database_url, folder) for _ in range(8)))
    assert sorted(name for names in applied for name in names) == ["0001_first", "0002_second"]


async def test_refuses_a_database_that_newer_code_migrated(
    empty_database_url: str, folder: Path
) -> None:
    await migrate(empty_database_url, folder)
    (folder / "0002_second.sql").unlink()
    (folder / "0001_another.sql").write_text(FIRST)
    with pytest.raises(DatabaseIsNewerError, match="0002_second"):
        await migrate(empty_database_url, folder)


async def test_a_failing_migration_leaves_no_half(empty_database_url: str, folder: Path) -> None:
    (folder / "0002_second.sql").write_text(BROKEN)
    with pytest.raises(BadMigrationError, match="0002_second"):
        await migrate(empty_database_url, folder)
    assert await columns(empty_database_url) == ["id"]


async def columns(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            """SELECT column_name FROM information_schema.columns
            WHERE table_name = 'customer' ORDER BY ordinal_position"""
        )
    finally:
        await connection.close()
    return [row["column_name"] for row in rows]
