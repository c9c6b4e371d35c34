"""Idle event streams: how many one web process holds, and the memory each takes there."""

import asyncio
import resource
from dataclasses import dataclass

import httpx
import psutil

from bench.desk_up import RunningDesk

WANTED = 10_000
AT_ONCE = 200


@dataclass(frozen=True)
class Streams:
    """Streams that were open together, and kilobytes of the web process's memory for each."""

    open: int
    kb_each: float
    woken: int


async def measure_streams(desk: RunningDesk, wanted: int = WANTED) -> Streams:
    """Open streams of one conversation, let them rest, and see that all hear the next event."""
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (wanted + 1000, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    web = psutil.Process(desk.pid("web"))
    async with httpx.AsyncClient(base_url=desk.base, timeout=30) as client:
        opened = (
            await client.post("/api/v1/conversations", json={"channel": "web", "locale": "en"})
        ).json()
        heard = asyncio.Semaphore(0)
        before = web.memory_info().rss
        readers: list[asyncio.Task[None]] = []
        for start in range(0, wanted, AT_ONCE):
            ready = [asyncio.Event() for _ in range(min(AT_ONCE, wanted - start))]
            readers += [asyncio.create_task(_listen(desk, opened, one, heard)) for one in ready]
            await asyncio.wait_for(asyncio.gather(*(one.wait() for one in ready)), 60)
        await asyncio.sleep(2)
        after = web.memory_info().rss
        await client.post(
            f"/api/v1/conversations/{opened['id']}/messages",
            json={"client_id": "00000000-0000-4000-8000-000000000001", "text": "hello"},
            headers={"Authorization": f"Bearer {opened['token']}"},
        )
        woken = 0
        try:
            async with asyncio.timeout(60):
                while woken < wanted:
                    await heard.acquire()
                    woken += 1
        except TimeoutError:
            pass
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    return Streams(len(readers), (after - before) / 1024 / wanted, woken)


async def _listen(
    desk: RunningDesk, opened: dict[str, str], ready: asyncio.Event, heard: asyncio.Semaphore
) -> None:
    """Read a stream: ready after the opening disclosure, heard when the message comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port, limit=4096)
    writer.write(
        f"GET /api/v1/conversations/{opened['id']}/events/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {opened['token']}\r\n\r\n".encode()
    )
    try:
        while line := await reader.readline():
            if line.startswith(b"event: disclosure"):
                ready.set()
            elif line.startswith(b"event: message"):
                heard.release()
                return
    finally:
        writer.close()
