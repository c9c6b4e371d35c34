"""BoundedTransport: HTTP that reads no more of a streamed answer than it was told to."""

from collections.abc import AsyncIterator

import httpx2

MOST_BYTES_OF_AN_ERROR = 16_384
EVENT_STREAM = "text/event-stream"


class AnswerTooLong(httpx2.TransportError):
    """The server sent more than an answer may have."""


class NotAnEventStream(httpx2.TransportError):
    """The server said that all is well and sent something else than was asked for."""


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Refuses answers that are compressed, no event stream, or longer than ``most_bytes``.

    A server could otherwise fill the memory with one endless line, which no deadline notices in time.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport, most_bytes: int) -> None:
        self._inner = inner
        self._most_bytes = most_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The inner transport's response, its body counted. Raises AnswerTooLong while it is read."""
        request.headers["accept-encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        if reason := _refused(response):
            await response.aclose()
            raise NotAnEventStream(reason)
        most = self._most_bytes if response.is_success else MOST_BYTES_OF_AN_ERROR
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Counted(response.stream, most),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, most: int) -> None:
        self._inner = inner
        self._left = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:
            self._left -= len(chunk)
            if self._left < 0:
                raise AnswerTooLong("the server sent more than an answer may have")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()


def _refused(response: httpx2.Response) -> str:
    if response.headers.get("content-encoding", "identity") != "identity":
        return "the server compressed its answer"
    content_type = response.headers.get("content-type", "")
    if response.is_success and not content_type.startswith(EVENT_STREAM):
        return f"the server sent {content_type[:60] or 'no content type'}, not {EVENT_STREAM}"
    return ""
