"""Run the demo: embedded PostgreSQL, a seeded desk, a web server and a worker, kept alive together."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
from rich.console import Console

from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.server_account import remove_data
from handrail.demo.back_office.place import TOOLS_TOML, OfficePlace, choose_place
from handrail.demo.seed import Keys, seed_people, seed_policy
from handrail.process import Command, supervise
from handrail.settings import Settings, read_settings
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a running demo is found."""

    folder: Path
    base: str
    database_url: str
    office: OfficePlace


async def demo(wanted: Demo) -> None:
    """Bring the demo up, print where it is, and keep it up until Ctrl-C or SIGTERM."""
    folder = wanted.data.resolve()
    if wanted.fresh:
        forget(folder)
    folder.mkdir(parents=True, exist_ok=True)
    async with EmbeddedPostgres(folder / "postgres") as server:
        base = f"http://127.0.0.1:{wanted.port}"
        environment = {**os.environ, "DATABASE_URL": server.dsn, "HANDRAIL_PUBLIC_ORIGIN": base}
        place = Place(folder, base, server.dsn, choose_place())
        environment = {"HANDRAIL_MCP": "on", **place.office.announced(folder, environment)}
        settings = read_settings(environment, demo=True)
        await migrate_database(settings)
        keeping_up = asyncio.create_task(_keep_up(wanted, place, environment))
        try:
            keys = await _seed(settings, wanted.policy, place)
            announcing = asyncio.create_task(_announce(Console(), place, keys))
            await keeping_up
            announcing.cancel()
        finally:
            keeping_up.cancel()
            await asyncio.gather(keeping_up, return_exceptions=True)


def forget(folder: Path) -> None:
    """Remove what an earlier demo kept in the folder, and nothing else."""
    remove_data(folder / "postgres")
    for name in (DEMO_JSON, PIDS_JSON, TOOLS_TOML):
        (folder / name).unlink(missing_ok=True)


def read_keys(folder: Path) -> Keys | None:
    """The passwords and the key that an earlier start made, if there was one."""
    path = folder / DEMO_JSON
    if not path.exists():
        return None
    kept = msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    return msgspec.convert({name: kept[name] for name in ("accounts", "api_key")}, type=Keys)


async def _seed(settings: Settings, policy: str, place: Place) -> Keys:
    """Fill the desk; the policy decides, and so the desk is ready, when all else is in its place."""
    keys = read_keys(place.folder)
    if keys is not None:
        write_demo_json(place, keys)
    async with open_parts(settings) as parts:
        keys = await seed_people(parts, keys)
        write_demo_json(place, keys)
        await seed_policy(parts, policy, settings.database_url)
    return keys


def write_demo_json(place: Place, keys: Keys) -> None:
    """Keep addresses, accounts and key where scripts find them, readable by the owner alone."""
    path = place.folder / DEMO_JSON
    content = {
        "base_url": place.base,
        "widget": f"{place.base}/",
        "desk": f"{place.base}/desk/",
        "openapi": f"{place.base}/api/openapi.json",
        "sign_in": f"{place.base}/api/v1/session",
        "database_url": place.database_url,
        "pids": str(place.folder / PIDS_JSON),
        "back_office": place.office.url,
        "mcp": f"{place.base}/mcp",
        **msgspec.to_builtins(keys),
    }
    unfinished = path.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(content)))
    unfinished.replace(path)


async def _keep_up(wanted: Demo, place: Place, environment: Mapping[str, str]) -> None:
    """The back office, the web server and the worker; they start while the desk is being filled."""
    handrail = (sys.executable, "-m", "handrail.cli")
    children = (
        place.office.command(environment),
        Command("web", (*handrail, "serve", "--demo", "--port", str(wanted.port)), environment),
        Command("worker", (*handrail, "work"), environment),
    )
    await supervise(children, place.folder / PIDS_JSON)


async def _announce(console: Console, place: Place, keys: Keys) -> None:
    """Print the addresses once the server answers."""
    base = place.base
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
    console.print(f"\n  all of this: {place.folder / DEMO_JSON}   stop: Ctrl-C\n")
