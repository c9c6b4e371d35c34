"""OpenapiToolServer: a plain HTTP API whose OpenAPI description says what it can do."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import cast
from urllib.parse import quote

import httpx2

from handrail.actions.tool_pins import Pins
from handrail.actions.tool_port import (
    RemoteTool,
    ToolLied,
    ToolOutcome,
    ToolTimedOut,
    ToolTooBig,
    ToolUnreachable,
)
from handrail.adapters.tools.bounded_http import no_answer, open_bounded
from handrail.adapters.tools.offers import (
    arguments_of,
    checked,
    held_to_promise,
    pinned,
    shortened,
    wrong_arguments,
)
from handrail.adapters.tools.openapi_document import BODY, JSON, Operation, operations
from handrail.tool_settings import ToolServerSettings

FRESH_S = 60.0
NOTHING_DONE = frozenset({401, 403, 429, 503})  # turned away before anything was begun
SAYS_WHY = ("detail", "message", "title", "error")


class OpenapiToolServer:
    """A tool for each operation with an id: path, query and JSON body from the tool's arguments.

    Calls go to the configured address alone, whatever servers the description names.
    """

    def __init__(self, settings: ToolServerSettings, pins: Pins) -> None:
        self._settings = settings
        self._pins = pins
        self._known: dict[str, Operation] = {}
        self._read_at: float | None = None

    async def list_tools(self) -> list[RemoteTool]:
        """What it offers now."""
        self._read_at = None
        try:
            async with self._connected(self._settings.timeout_s, {}) as http:
                known = await self._operations(http)
        except (TimeoutError, httpx2.HTTPError) as error:
            raise no_answer(self._settings.name, error, left=False) from error
        return [operation.offer for operation in known.values()]

    async def call(
        self, tool: str, arguments: Mapping[str, object], key: str, deadline_s: float
    ) -> ToolOutcome:
        """Call an operation as it was accepted, with ``key`` as its Idempotency-Key.

        Arguments that break the operation's schema are not sent; the outcome says which.
        """
        operation: Operation | None = None
        try:
            async with self._connected(deadline_s, {"Idempotency-Key": key}) as http:
                known = await self._operations(http)
                offers = [each.offer for each in known.values()]
                offer = await pinned(self._settings.name, tool, offers, self._pins)
                sent = arguments_of(offer, arguments, key)
                if wrong := wrong_arguments(offer, sent) or _unsafe(known[tool], sent):
                    return ToolOutcome(ok=False, text=f"Not called: {wrong}")
                operation = known[tool]
                request = _request(http, self._settings.url, operation, sent)
                return await asyncio.to_thread(self._outcome, offer, await http.send(request))
        except (TimeoutError, httpx2.HTTPError) as error:
            raise no_answer(self._settings.name, error, operation is not None) from error

    async def _operations(self, http: httpx2.AsyncClient) -> dict[str, Operation]:
        if self._read_at is None or monotonic() - self._read_at > FRESH_S:
            text = await self._description(http)
            known = await asyncio.to_thread(_read, text)
            checked([operation.offer for operation in known.values()])
            self._known, self._read_at = known, monotonic()
        return self._known

    async def _description(self, http: httpx2.AsyncClient) -> bytes:
        where = self._settings.document or f"{self._settings.url}/openapi.json"
        if not where.startswith(("http://", "https://")):
            try:
                return await asyncio.to_thread(Path(where).read_bytes)
            except OSError as error:
                raise ToolUnreachable(f"{where} cannot be read: {error}") from error
        answer = await http.get(where)
        if answer.status_code != 200:
            raise ToolUnreachable(f"{where} answered {answer.status_code}")
        return answer.content

    @asynccontextmanager
    async def _connected(
        self, deadline_s: float, headers: Mapping[str, str]
    ) -> AsyncGenerator[httpx2.AsyncClient]:
        settings = self._settings
        auth = {"Authorization": settings.auth} if settings.auth else {}
        http, transport = open_bounded(settings.most_bytes, deadline_s, {**auth, **headers})
        try:
            async with asyncio.timeout(deadline_s), http:
                yield http
        except httpx2.HTTPError as error:
            if transport.cut_off:
                raise ToolTooBig(
                    f"{settings.name} sent more than {settings.most_bytes} bytes"
                ) from error
            raise

    def _outcome(self, offer: RemoteTool, answer: httpx2.Response) -> ToolOutcome:
        status = answer.status_code
        if 300 <= status < 400 or status in NOTHING_DONE:
            raise ToolUnreachable(f"{self._settings.name} answered {status}")
        if status >= 500 or status == 408:
            raise ToolTimedOut(f"{self._settings.name} answered {status}; it may have acted")
        data = _json(answer)
        text, truncated = shortened(answer.text)
        kept = cast("Mapping[str, object]", data) if isinstance(data, Mapping) else None
        if status >= 400:
            return ToolOutcome(ok=False, text=_why(kept) or text, data=kept, truncated=truncated)
        held_to_promise(offer, cast(object, data))
        return ToolOutcome(ok=True, text=text, data=kept, truncated=truncated)


def _read(text: bytes) -> dict[str, Operation]:
    try:
        return operations(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise ToolLied("the description is no JSON; YAML is not read") from error


def _unsafe(operation: Operation, arguments: Mapping[str, object]) -> str | None:
    """A path argument that would lead to another path: dots are not escaped in addresses."""
    for name in operation.in_path:
        value = arguments.get(name)
        if not isinstance(value, str | int | float) or str(value) in ("", ".", ".."):
            return f"{name}: {value!r} cannot stand in an address"
    return None


def _request(
    http: httpx2.AsyncClient, base: str, operation: Operation, arguments: Mapping[str, object]
) -> httpx2.Request:
    path = operation.path
    for name in operation.in_path:
        path = path.replace(f"{{{name}}}", quote(str(arguments[name]), safe=""))
    query: list[tuple[str, str | int | float | bool | None]] = [
        (name, _plain(each))
        for name in operation.in_query
        if name in arguments
        for each in _listed(arguments[name])
    ]
    body: object = None
    if operation.whole_body:
        body = arguments.get(BODY)
    elif operation.in_body:
        body = {name: arguments[name] for name in operation.in_body if name in arguments}
    content = None if body is None else json.dumps(body).encode()
    headers = {"Accept": JSON, **({"Content-Type": JSON} if content is not None else {})}
    return http.build_request(
        operation.method, f"{base}{path}", params=query, content=content, headers=headers
    )


def _listed(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _plain(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) or value is None else str(value)


def _json(answer: httpx2.Response) -> object:
    try:
        return cast(object, json.loads(answer.content)) if answer.content else None
    except (ValueError, RecursionError):
        return None


def _why(data: Mapping[str, object] | None) -> str:
    """The first sentence of why that an error document has, problem documents before others."""
    said = [(data or {}).get(key) for key in SAYS_WHY]
    return next((shortened(each)[0] for each in said if isinstance(each, str) and each), "")
