"""Run the demo: embedded PostgreSQL, a seeded desk, a web server and a worker, kept alive together."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
from rich.console import Console

from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.server_account import remove_data
from handrail.demo.seed import Keys, seed
from handrail.process import Command, supervise
from handrail.settings import read_settings
from handrail.wiring import migrate_database, open_parts

DEMO_JSON = "demo.json"
PIDS_JSON = "pids.json"
ANSWERS_WITHIN_S = 60


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo listens and keeps its data, and the policy that decides."""

    port: int
    data: Path
    fresh: bool
    policy: str


async def demo(wanted: Demo) -> None:
    """Bring the demo up, print where it is, and keep it up until Ctrl-C or SIGTERM."""
    console = Console()
    folder = wanted.data.resolve()
    if wanted.fresh:
        forget(folder)
    folder.mkdir(parents=True, exist_ok=True)
    async with EmbeddedPostgres(folder / "postgres") as server:
        base = f"http://127.0.0.1:{wanted.port}"
        environment = {**os.environ, "DATABASE_URL": server.dsn, "HANDRAIL_PUBLIC_ORIGIN": base}
        settings = read_settings(environment, demo=True)
        await migrate_database(settings)
        keys = read_keys(folder)
        async with open_parts(settings) as parts:
            keys = await seed(parts, wanted.policy, keys)
        write_demo_json(folder, base, server.dsn, keys)
        await _keep_up(wanted, folder, environment, console, keys, base)


def forget(folder: Path) -> None:
    """Remove what an earlier demo kept in the folder, and nothing else."""
    remove_data(folder / "postgres")
    for name in (DEMO_JSON, PIDS_JSON):
        (folder / name).unlink(missing_ok=True)


def read_keys(folder: Path) -> Keys | None:
    """The passwords and the key that an earlier start made, if there was one."""
    path = folder / DEMO_JSON
    if not path.exists():
        return None
    kept = msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    return msgspec.convert({name: kept[name] for name in ("accounts", "api_key")}, type=Keys)


def write_demo_json(folder: Path, base: str, database_url: str, keys: Keys) -> None:
    """Keep addresses, accounts and key where scripts find them, readable by the owner alone."""
    path = folder / DEMO_JSON
    content = {
        "base_url": base,
        "widget": f"{base}/",
        "desk": f"{base}/desk/",
        "openapi": f"{base}/api/openapi.json",
        "database_url": database_url,
        "pids": str(folder / PIDS_JSON),
        **msgspec.to_builtins(keys),
    }
    unfinished = path.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(content)))
    unfinished.replace(path)


async def _keep_up(
    wanted: Demo, folder: Path, environment: dict[str, str], console: Console, keys: Keys, base: str
) -> None:
    handrail = (sys.executable, "-m", "handrail.cli")
    children = (
        Command("web", (*handrail, "serve", "--demo", "--port", str(wanted.port)), environment),
        Command("worker", (*handrail, "work"), environment),
    )
    announcing = asyncio.create_task(_announce(console, base, folder, keys))
    try:
        await supervise(children, folder / PIDS_JSON)
    finally:
        announcing.cancel()
        await asyncio.gather(announcing, return_exceptions=True)


async def _announce(console: Console, base: str, folder: Path, keys: Keys) -> None:
    """Print the addresses once the server answers."""
    async with httpx.AsyncClient(timeout=2) as client:
        for _ in range(ANSWERS_WITHIN_S * 5):
            try:
                if (await client.get(f"{base}/readyz")).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)
        else:
            console.print(f"The server at {base} does not answer; its messages are above.")
            return
    console.print(f"\nHandrail is up.\n\n  a bank's page with the chat   {base}/")
    console.print(f"  staff workspace and console   {base}/desk/\n")
    for account in keys.accounts:
        console.print(f"  {account.email:<28} {account.password:<18} {', '.join(account.roles)}")
    console.print(f"\n  all of this: {folder / DEMO_JSON}   stop: Ctrl-C\n")
