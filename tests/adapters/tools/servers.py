"""Tool servers on 127.0.0.1 that misbehave in one way, told byte by byte."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import pytest

Json = Mapping[str, object]
Behaviour = Callable[[asyncio.StreamWriter, "Request"], Awaitable[None]]

SERVED: Json = {
    "protocolVersion": "2025-06-18",
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "told", "version": "1"},
}


class Request:
    """One request as it came."""

    def __init__(self, head: str, body: bytes) -> None:
        self.method, self.target, _ = head.split("\r\n")[0].split(" ")
        self.headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])
        }
        self.body = body.decode()
        self.json: dict[str, object] = json.loads(body) if body else {}


class Server:
    """Where it listens, what it was asked, and whether the caller hung up on it."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[Request] = []
        self.hung_up = asyncio.Event()

    def asked(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.json.get("method") == method]


@asynccontextmanager
async def serving(behave: Behaviour) -> AsyncGenerator[Server]:
    """A server that reads each request whole and then behaves as it likes."""
    server = Server()
    answering: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        answering.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip()
            request = Request(head, b"")
            if length := int(request.headers.get("content-length", 0)):
                request = Request(head, await reader.readexactly(length))
            server.requests.append(request)
            await behave(writer, request)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            server.hung_up.set()
        finally:
            writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listener.close()
        for task in answering:
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)


async def say(
    writer: asyncio.StreamWriter, status: int, body: bytes, kind: str = "application/json"
) -> None:
    """A whole answer."""
    head = f"HTTP/1.1 {status} Told\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
    await writer.drain()


async def pour(writer: asyncio.StreamWriter, megabytes: int, kind: str, begin: bytes) -> None:
    """An answer that goes on and on, as fast as it is read."""
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n".encode())
    writer.write(begin)
    for _ in range(megabytes * 16):
        writer.write(b"x" * 65536)
        await writer.drain()


def let_pass(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the loop's clock forward until the end of the test: what waits for so long is over at once."""
    loop = asyncio.get_running_loop()
    time = loop.time
    monkeypatch.setattr(loop, "time", lambda: time() + seconds)


def speaks_mcp(tools: Callable[[], list[Json]], call: Behaviour) -> Behaviour:
    """An MCP server of 2025 that offers what ``tools`` says each time, and calls as ``call`` does."""

    async def behave(writer: asyncio.StreamWriter, request: Request) -> None:
        method = request.json.get("method")
        if method == "initialize":
            await result(writer, request, SERVED)
        elif method == "tools/list":
            await result(writer, request, {"tools": tools()})
        elif method == "tools/call":
            await call(writer, request)
        elif "id" in request.json:
            error = {"code": -32601, "message": "unknown"}
            await say(writer, 200, encoded({"id": request.json["id"], "error": error}))
        else:
            await say(writer, 202 if request.method == "POST" else 405, b"")

    return behave


async def result(writer: asyncio.StreamWriter, request: Request, content: Json) -> None:
    """A JSON-RPC result."""
    await say(writer, 200, encoded({"id": request.json["id"], "result": content}))


def encoded(message: Json) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **message}).encode()


def a_tool(name: str = "refund", **changes: object) -> Json:
    """A tool that takes an amount and a key, and promises a number."""
    return {
        "name": name,
        "description": "Pays back.",
        "inputSchema": {
            "type": "object",
            "properties": {
                "amount": {"type": "number"},
                "idempotency_key": {"type": "string"},
            },
            "required": ["amount", "idempotency_key"],
        },
        "outputSchema": {
            "type": "object",
            "properties": {"paid": {"type": "number"}},
            "required": ["paid"],
        },
        **changes,
    }
