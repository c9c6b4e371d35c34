"""A model server on 127.0.0.1 that misbehaves in one way, told byte by byte."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from handrail.adapters.llm.language_model import Limits

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
PATIENT = Limits(total_s=60, silence_s=60)  # never waited for where all is well
HURRIED = Limits(total_s=0.6, silence_s=0.3)  # for servers that never end


def limits_for(reason: str) -> Limits:
    """Short where the time is to run out; else none that a busy machine could reach."""
    return HURRIED if "timeout" in reason else PATIENT


class HostileServer:
    """Where it listens, and what it was asked."""

    def __init__(self) -> None:
        self.base_url = ""
        self.requests: list[dict[str, object]] = []
        self.headers: list[str] = []
        self.disconnected = asyncio.Event()


@asynccontextmanager
async def hostile_server(behave: Behaviour) -> AsyncGenerator[HostileServer, None]:
    """A server that reads each request whole and then behaves as it likes."""
    server = HostileServer()

    answering: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        answering.add(task)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1])
            for line in head.splitlines()
            if line.lower().startswith("content-length:")
        )
        server.headers.append(head)
        server.requests.append(json.loads(await reader.readexactly(length)))
        try:
            await behave(writer)
        except (ConnectionError, asyncio.CancelledError):
            server.disconnected.set()
        finally:
            writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    server.base_url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        listener.close()
        for task in answering:
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)


def says(*pieces: str, finish: str | None = "stop") -> Behaviour:
    """A well-behaved stream of these pieces of text."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        for piece in pieces:
            writer.write(event({"content": piece}))
            await writer.drain()
        if finish:
            writer.write(event({}, finish) + b"data: [DONE]\n\n")
        await writer.drain()

    return behave


def event(delta: dict[str, object], finish: str | None = None) -> bytes:
    """One event of a chat completion stream."""
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def sends(raw: bytes, keep_open: bool = False) -> Behaviour:
    """These bytes and nothing else; then it closes, or waits for the other side to give up."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        if keep_open:
            await asyncio.Event().wait()

    return behave


def status(line: str, body: bytes = b"{}", content_type: str = "application/json") -> Behaviour:
    """An answer with this status line."""
    head = f"HTTP/1.1 {line}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    return sends(f"{head}Connection: close\r\n\r\n".encode() + body)


async def drips(writer: asyncio.StreamWriter) -> None:
    """A letter at a time, for ever, never silent for long."""
    writer.write(OK)
    while True:
        writer.write(event({"content": "a"}))
        await writer.drain()
        await asyncio.sleep(0.02)


async def drips_bytes(writer: asyncio.StreamWriter) -> None:
    """One byte at a time of an event that never ends."""
    writer.write(OK + b"data: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def floods(writer: asyncio.StreamWriter) -> None:
    """10 MB in one line without an end."""
    writer.write(OK + b'data: {"id":"')
    for _ in range(160):
        writer.write(b"x" * 65536)
        await writer.drain()


async def rambles(writer: asyncio.StreamWriter) -> None:
    """Sentences without end."""
    writer.write(OK)
    while True:
        writer.write(event({"content": "The card is free. "}))
        await writer.drain()
