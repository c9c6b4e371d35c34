"""A client for server-sent events that can be cut off anywhere."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec


@dataclass
class Sse:
    """One server-sent event; a comment has neither kind nor data."""

    kind: str = ""
    id: str = ""
    data: dict[str, object] = field(default_factory=dict[str, object])
    retry: str = ""

    @property
    def seq(self) -> int:
        return int(self.id)


class Stream:
    """An open response; iterate for its events."""

    def __init__(self, reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> None:
        self._reader = reader
        self.status = status
        self.headers = headers
        self._text = b""

    async def next(self) -> Sse | None:
        """The next event or comment, whole; None at the end."""
        while b"\n\n" not in self._text:
            chunk = await self._chunk()
            if not chunk:
                return None
            self._text += chunk
        block, self._text = self._text.split(b"\n\n", 1)
        return parse(block)

    async def events(self, count: int) -> list[Sse]:
        """The next events with a kind, comments left out."""
        found: list[Sse] = []
        while len(found) < count:
            event = await self.next()
            assert event is not None, f"the stream ended after {found}"
            if event.kind:
                found.append(event)
        return found

    async def _chunk(self) -> bytes:
        size = await self._reader.readline()
        if not size.strip():
            return b""
        body = await self._reader.readexactly(int(size, 16))
        await self._reader.readexactly(2)
        return body


def parse(block: bytes) -> Sse:
    """One event or comment."""
    event = Sse()
    for line in block.decode().split("\n"):
        name, _, value = line.partition(": ")
        if name == "event":
            event.kind = value
        elif name == "id":
            event.id = value
        elif name == "retry":
            event.retry = value
        elif name == "data":
            event.data = msgspec.json.decode(value, type=dict[str, object])
    return event


@asynccontextmanager
async def open_stream(base: str, path: str, headers: Mapping[str, str]) -> AsyncGenerator[Stream]:
    """Connect and read the response's head; leaving cuts the connection off."""
    address = urlsplit(base)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        lines = [f"GET {path} HTTP/1.1", f"Host: {address.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if line)
        answered = {name.lower(): value for name, value in pairs}
        yield Stream(reader, int(head[0].split()[1]), answered)
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()
