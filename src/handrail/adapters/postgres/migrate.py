"""Brings a database to the schema that this version of the code expects."""

from pathlib import Path

import asyncpg
from pogo_core.util.migrate import apply
from pogo_core.util.sql import ensure_pogo_sync, get_applied_migrations

MIGRATIONS = Path(__file__).with_name("migrations")
SCHEMA = "public"
LOCK = 0x48616E6472  # "Handr": one number for this advisory lock, the same in every version


class DatabaseIsNewerError(Exception):
    """A later version of Handrail has migrated this database; this code must not write to it."""


async def migrate(database_url: str, folder: Path = MIGRATIONS) -> list[str]:
    """Apply the migrations that the database lacks and return their names in order.

    Safe when several processes call it at once: one works, the others wait and find nothing to do.
    Each migration is a transaction of its own. Raises DatabaseIsNewerError before any change, and
    pogo_core's BadMigrationError naming the file that failed.
    """
    connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(database_url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        await ensure_pogo_sync(connection)
        before = await get_applied_migrations(connection, schema_name=SCHEMA)
        if unknown := before - names_in(folder):
            raise DatabaseIsNewerError(
                f"The database has migrations that this version does not know: {sorted(unknown)}. "
                "Run the version of Handrail that made them, or a later one"
            )
        await apply(connection, folder, schema_name=SCHEMA)
        return sorted(await get_applied_migrations(connection, schema_name=SCHEMA) - before)
    finally:
        await connection.close()


def names_in(folder: Path) -> set[str]:
    """The names of the migrations that this code knows."""
    return {path.stem for path in folder.glob("*.sql")}
