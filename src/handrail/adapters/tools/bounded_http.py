"""BoundedHttp: HTTP to a tool server that reads no more of an answer than it was told to."""

import ssl
from collections.abc import AsyncIterator
from functools import cache

import httpx2

from handrail.actions.tool_port import ToolFailed, ToolTimedOut, ToolUnreachable


class AnswerTooLong(httpx2.TransportError):
    """The server sent more than an answer may have."""


class Compressed(httpx2.TransportError):
    """The server compressed its answer unasked: a few bytes could unpack to any number."""


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Counts the bytes of each answer while it is read; ``cut_off`` once one was too long.

    Client libraries swallow errors of a broken stream, so that who asks must look at ``cut_off``.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport, most_bytes: int) -> None:
        self._inner = inner
        self._most_bytes = most_bytes
        self.cut_off = False

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The inner transport's response, its body counted. Raises AnswerTooLong while it is read."""
        request.headers["accept-encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise Compressed("the server compressed its answer though it was asked not to")
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Counted(response.stream, self),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()

    @property
    def most_bytes(self) -> int:
        """The longest answer that is read to its end."""
        return self._most_bytes


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, transport: BoundedTransport) -> None:
        self._inner = inner
        self._transport = transport
        self._left = transport.most_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:
            self._left -= len(chunk)
            if self._left < 0:
                self._transport.cut_off = True
                raise AnswerTooLong("the server sent more than an answer may have")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()


def open_bounded(
    most_bytes: int, timeout_s: float, headers: dict[str, str]
) -> tuple[httpx2.AsyncClient, BoundedTransport]:
    """A client that follows no redirect and no proxy variable, and the transport that counts for it."""
    transport = BoundedTransport(httpx2.AsyncHTTPTransport(verify=_trusted()), most_bytes)
    client = httpx2.AsyncClient(
        transport=transport, timeout=timeout_s, headers=headers, trust_env=False
    )
    return client, transport


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted: reading them takes longer than most calls."""
    return ssl.create_default_context()


def no_answer(server: str, error: Exception, left: bool) -> ToolFailed:
    """The port's error where no answer came; ``left``: the call was on its way, so it may have happened."""
    if left and not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return ToolTimedOut(f"{server} gave no answer ({type(error).__name__}); it may have acted")
    return ToolUnreachable(f"{server} cannot be reached: {type(error).__name__}")
