"""Streams: a conversation's events, and the desk's hints, as server-sent events.

An idle stream is one suspended coroutine: no timer, task or query of its own. One clock beats for
all of a process; it also finds out who has left.
"""

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.types import Receive, Scope, Send

from handrail.actions.views import Preview
from handrail.domain.conversation import Event
from handrail.web.ports import Accounts, Board, DeskWatch, Watch, Watchtower
from handrail.web.security_headers import API_HEADERS
from handrail.web.shapes import event_shape

BEAT_S = 15
SEEN_S = 30
RETRY_MS = 2000
STAFF_STREAM_S = 900  # then the browser comes again, and its session is looked at again
AT_ONCE = 500  # events read in one query
HEADERS = [
    (name.lower().encode(), value.encode())
    for name, value in {
        **API_HEADERS,
        "Content-Type": "text/event-stream; charset=utf-8",
        "X-Accel-Buffering": "no",
    }.items()
]
START = {"type": "http.response.start", "status": 200, "headers": HEADERS}
HELLO = f"retry: {RETRY_MS}\n\n".encode()
HEARTBEAT = b": \n\n"

logger = logging.getLogger(__name__)
encode = msgspec.json.Encoder().encode


# The clock's wake-ups, told apart from what is shown by their identity.
BEAT, LAST_BEAT = Preview("", {}), Preview("", {})


class Hint(msgspec.Struct, frozen=True):
    """The data of the desk's `changed`: which conversations to fetch again."""

    conversations: list[str]


class Streams:
    """The open streams of this process, and the clock that beats for them."""

    def __init__(self, board: Board, watchtower: Watchtower, accounts: Accounts) -> None:
        self.board = board
        self.watchtower = watchtower
        self.accounts = accounts
        self.closing = False
        # Spread over the seconds, so that thousands of them do not wake at once.
        self._conversations: list[set[Watch]] = [set() for _ in range(BEAT_S)]
        self._desks: dict[DeskWatch, str] = {}
        self._opened = 0
        self._clock: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Streams":
        self._clock = asyncio.create_task(self._beat(), name="streams")
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
        if self._clock is not None:
            self._clock.cancel()
            with suppress(asyncio.CancelledError):
                await self._clock

    def close(self) -> None:
        """End every stream, so that the process can go down without waiting for anybody."""
        self.closing = True
        for watches in self._conversations:
            for watch in watches:
                watch.wake(LAST_BEAT)
        for desk in self._desks:
            desk.wake(("",))

    @property
    def open_streams(self) -> int:
        """How many streams of conversations are open in this process."""
        return sum(len(watches) for watches in self._conversations)

    @contextmanager
    def watch(self, conversation_id: str) -> Generator[Watch]:
        """Watch a conversation, with the clock's beats in between."""
        self._opened += 1
        beside = self._conversations[self._opened % BEAT_S]
        with self.watchtower.watch(conversation_id) as watch:
            beside.add(watch)
            try:
                yield watch
            finally:
                beside.discard(watch)

    @contextmanager
    def watch_desk(self, staff_id: str) -> Generator[DeskWatch]:
        """Watch the desk; as long as somebody does, offers may come to them."""
        with self.watchtower.watch_desk() as watch:
            self._desks[watch] = staff_id
            try:
                yield watch
            finally:
                del self._desks[watch]

    async def _beat(self) -> None:
        second = 0
        while True:
            await asyncio.sleep(1)
            second += 1
            for watch in self._conversations[second % BEAT_S]:
                watch.wake(BEAT)
            if second % SEEN_S == 0 and self._desks:
                await self._keep_seen(list(set(self._desks.values())))

    async def _keep_seen(self, staff_ids: list[str]) -> None:
        try:
            await self.accounts.seen(staff_ids)
        except Exception:
            logger.warning("Whose desk is open could not be kept; trying again", exc_info=True)


@dataclass(frozen=True, slots=True)
class EventStream:
    """One stream of a conversation, from the event after ``after`` on."""

    streams: Streams
    conversation_id: str
    after: int
    ends_after_s: float | None = None

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Answer with every event once and in order, however often the client comes and goes."""
        until = _until(self.ends_after_s)
        with self.streams.watch(self.conversation_id) as watch:
            await send(START)  # pyright: ignore
            await _write(send, HELLO)
            seq = await self._send_after(self.after, send)
            if not self.streams.closing:
                async for news in watch:
                    if news is LAST_BEAT or _over(until) or await gone(receive):
                        break
                    if news is None:
                        seq = await self._send_after(seq, send)
                    else:
                        await _write(send, HEARTBEAT if news is BEAT else _preview(news))
        await _write(send, b"", more=False)

    async def _send_after(self, seq: int, send: Send) -> int:
        """Send what came after ``seq``; gives the number of the last event sent."""
        while True:
            events = await self.streams.board.events(self.conversation_id, seq, AT_ONCE)
            if events:
                seq = events[-1].seq
                await _write(send, b"".join(_message(event) for event in events))
            if len(events) < AT_ONCE:
                return seq


@dataclass(frozen=True, slots=True)
class DeskStream:
    """One stream of the desk's hints: what changed, never what it changed to."""

    streams: Streams
    staff_id: str

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Answer with hints until the client leaves; on connecting, it fetches everything anyway."""
        until = _until(STAFF_STREAM_S)
        with self.streams.watch_desk(self.staff_id) as watch:
            await send(START)  # pyright: ignore
            await _write(send, HELLO)
            news = aiter(watch)
            while not (self.streams.closing or _over(until)):
                try:
                    async with asyncio.timeout(BEAT_S):
                        changed = await anext(news)
                except TimeoutError:
                    if await gone(receive):
                        break
                    await _write(send, HEARTBEAT)
                else:
                    await _write(send, _hint(changed))
        await _write(send, b"", more=False)


async def gone(receive: Receive) -> bool:
    """Whether the client has left, without waiting for it to."""
    try:
        async with asyncio.timeout(0):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True


async def _write(send: Send, body: bytes, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


def _until(seconds: float | None) -> float | None:
    return None if seconds is None else asyncio.get_running_loop().time() + seconds


def _over(until: float | None) -> bool:
    return until is not None and asyncio.get_running_loop().time() > until


def _message(event: Event) -> bytes:
    head = f"id: {event.seq}\nevent: {event.kind.value}\ndata: ".encode()
    return head + encode(event_shape(event)) + b"\n\n"


def _preview(preview: Preview) -> bytes:
    return b"event: " + preview.event.encode() + b"\ndata: " + encode(preview.data) + b"\n\n"


def _hint(changed: frozenset[str]) -> bytes:
    ids = sorted(changed - {""})
    if not ids:
        return b"event: desk\ndata: {}\n\n"
    return b"event: changed\ndata: " + encode(Hint(ids)) + b"\n\n"


def streams_of(app: Any) -> Streams:
    """The streams of an application."""
    return app.state["streams"]
