"""What tests share: a real PostgreSQL, a fresh migrated database for each test, and chromium."""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import hypothesis
import pytest

from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.migrate import migrate

# A busy machine is not a slow function, nor a strategy that seldom finds an example.
hypothesis.settings.register_profile(
    "busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy")

MEMORY = Path("/dev/shm")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A short temporary folder that the server's account may enter (pytest's own are closed).

    In memory where there is room: making databases is mostly waiting for a busy disk.
    """
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 << 30
    folder = Path(tempfile.mkdtemp(prefix="handrail-", dir=MEMORY if roomy else None))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
async def server_url(open_folder: Path) -> AsyncIterator[str]:
    """HANDRAIL_TEST_DATABASE_URL, else one embedded server for the whole session."""
    if given := os.environ.get("HANDRAIL_TEST_DATABASE_URL"):
        yield given
    else:
        async with EmbeddedPostgres(open_folder / "server") as server:
            yield server.dsn


@pytest.fixture(scope="session")
async def migrated_template(server_url: str) -> AsyncIterator[str]:
    """The name of a database with every migration applied; copying it takes milliseconds."""
    name = f"template_{uuid.uuid4().hex}"
    await run_sql(server_url, f"CREATE DATABASE {name}")
    await migrate(in_database(server_url, name))
    yield name
    await run_sql(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database_url(server_url: str, migrated_template: str) -> AsyncIterator[str]:
    """A fresh, migrated database of the test's own."""
    name = f"test_{uuid.uuid4().hex}"
    await run_sql(server_url, f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    yield in_database(server_url, name)
    await run_sql(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def empty_database_url(server_url: str) -> AsyncIterator[str]:
    """A fresh database without any migration."""
    name = f"test_{uuid.uuid4().hex}"
    await run_sql(server_url, f"CREATE DATABASE {name}")
    yield in_database(server_url, name)
    await run_sql(server_url, f"DROP DATABASE {name} WITH (FORCE)")


async def run_sql(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def in_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser for journeys; without one they skip, but never in CI."""
    for name in CHROMIUM:
        if path := shutil.which(name):
            return path
    if os.environ.get("CI") == "true":
        pytest.fail("chromium is missing and CI must run the browser journeys")
    pytest.skip("no chromium here; on Debian: sudo apt-get install chromium")
