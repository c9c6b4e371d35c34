"""What is logged never holds a customer's words, whatever the database says about them."""

import logging
import sys
from pathlib import Path

import asyncpg
import pytest

from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.log import LEFT_OUT, DiscreetFormatter

CANARY = "my name is\nOttilie Brandvold (4111)"


async def a_refused_row(connection: asyncpg.Connection) -> asyncpg.PostgresError:
    await connection.execute("CREATE TEMP TABLE said (text text, at timestamptz NOT NULL)")
    with pytest.raises(asyncpg.NotNullViolationError) as refused:
        await connection.execute("INSERT INTO said VALUES ($1, NULL)", CANARY)
    return refused.value


async def test_a_database_error_is_logged_without_the_row(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        error = await a_refused_row(connection)
    finally:
        await connection.close()
    assert "Ottilie" in str(error)
    try:
        try:
            raise error
        except asyncpg.PostgresError as cause:
            raise RuntimeError("a job failed") from cause
    except RuntimeError:
        record = logging.LogRecord("n", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    line = DiscreetFormatter("%(message)s").format(record)
    assert "Ottilie" not in line
    assert LEFT_OUT in line
    assert "NotNullViolationError" in line
    assert "a job failed" in line


def test_an_error_that_is_its_own_cause_is_logged() -> None:
    first, second = ValueError("one"), ValueError("two")
    first.__cause__, second.__cause__ = second, first
    record = logging.LogRecord("n", logging.ERROR, "", 0, "failed", None, (ValueError, first, None))
    assert "one" in DiscreetFormatter().format(record)


async def test_the_embedded_server_logs_no_row(open_folder: Path) -> None:
    place = open_folder / "discreet"
    async with EmbeddedPostgres(place) as server:
        connection = await asyncpg.connect(server.dsn)
        try:
            await a_refused_row(connection)
        finally:
            await connection.close()
    # Its collector writes in its own time, and all of it before the server has stopped.
    logged = "".join(path.read_text() for path in place.rglob("*.log"))
    assert "not-null" in logged
    assert "Ottilie" not in logged
