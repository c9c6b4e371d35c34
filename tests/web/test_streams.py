"""Streams: every event once and in order, however often the connection breaks; nothing while idle."""

import asyncio
import random
from typing import Any, cast

import pytest

from handrail.adapters.postgres.watch import Watchtower
from handrail.domain.conversation import Event
from handrail.web import streams
from tests.web.sse import Sse, Stream, open_stream
from tests.web.webs import API, Customer, Web, a_web, served

CUT_OFFS = 1000
CLIENTS = 10
PATIENCE_S = 600  # never waited for where all is well


async def test_a_stream_brings_what_was_and_what_comes(web: Web) -> None:
    customer = await web.customer()
    async with (
        served(web.app) as base,
        open_stream(base, f"{customer.path}/events/stream", customer.headers) as stream,
    ):
        assert stream.status == 200
        assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert stream.headers["cache-control"] == "no-store"
        first = await stream.next()
        assert first == Sse(retry=str(streams.RETRY_MS))
        [disclosure] = await stream.events(1)
        assert (disclosure.seq, disclosure.kind) == (1, "disclosure")
        await web.writes(customer, "When are you open?")
        [message] = await stream.events(1)
        assert (message.seq, message.kind) == (2, "message")
        assert message.data["text"] == "When are you open?"
        await web.turn(customer)
        [answer] = await stream.events(1)
        assert answer.data["from"] == "ai"


async def test_a_stream_resumes_from_the_last_event(web: Web) -> None:
    customer = await web.customer()
    for text in ("one", "two", "three"):
        await web.writes(customer, text)
    path = f"{customer.path}/events/stream"
    async with served(web.app) as base:
        for headers, query in (({"Last-Event-ID": "2"}, "?after=0"), ({}, "?after=2")):
            async with open_stream(base, path + query, {**customer.headers, **headers}) as stream:
                assert [event.seq for event in await stream.events(2)] == [3, 4]


async def test_previews_are_shown_and_not_kept(web: Web) -> None:
    customer = await web.customer()
    shown = {"reply_to": 2, "index": 0, "text": "line one\nline two"}
    async with (
        served(web.app) as base,
        open_stream(base, f"{customer.path}/events/stream", customer.headers) as stream,
    ):
        await stream.events(1)
        await swept(web, customer)  # so somebody listens: what is not heard is not kept
        await web.parts.desk.notices.preview(customer.id, "partial", shown)
        [partial] = await stream.events(1)
        assert partial == Sse("partial", "", dict(shown))


async def test_a_stream_goes_on_when_a_person_has_accepted(web: Web) -> None:
    customer = await web.customer()
    staff = await web.signed_in()
    async with (
        served(web.app) as base,
        open_stream(base, f"{customer.path}/events/stream?after=1", customer.headers) as stream,
    ):
        await web.client.post(f"{customer.path}/takeover", json={}, headers=staff)
        body = {"client_id": customer.id, "text": "I am here."}
        sent = await web.client.post(f"{customer.path}/staff-messages", json=body, headers=staff)
        assert sent.status_code == 202, sent.text
        kinds = [event.kind for event in await stream.events(3)]
        assert kinds == ["lead_changed", "accepted", "message"]


async def test_staff_hear_of_changes_on_the_desk(web: Web) -> None:
    customer = await web.customer()
    staff = await web.signed_in("supervisor")
    async with served(web.app) as base, open_stream(base, f"{API}/desk/stream", staff) as stream:
        await stream.next()
        await web.writes(customer, "Hello")
        while True:
            [hint] = await stream.events(1)
            if hint.kind == "changed" and customer.id in str(hint.data):
                break
        await web.client.put(f"{API}/ai-switch", json={"stopped": True}, headers=staff)
        while hint.kind != "desk":
            [hint] = await stream.events(1)


async def test_streams_end_when_the_server_is_told_to_stop(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BEAT_S", 2 * PATIENCE_S)  # no beat of the clock ends them
    async with asyncio.timeout(PATIENCE_S), a_web(database_url) as web, served(web.app) as base:
        customer, staff = await web.customer(), await web.signed_in()
        opened = open_stream(base, f"{customer.path}/events/stream", customer.headers)
        desk = open_stream(base, f"{API}/desk/stream", staff)
        async with opened as stream, desk as hints:
            await stream.events(1)
            await hints.next()
            streams.streams_of(web.app).close()
            assert await stream.next() is None
            while await hints.next() is not None:
                pass


async def test_whoever_left_is_forgotten_at_the_next_event(web: Web) -> None:
    customer = await web.customer()
    hub = streams.streams_of(web.app)
    async with served(web.app) as base:
        async with open_stream(base, f"{customer.path}/events/stream", customer.headers) as stream:
            await stream.events(1)
            assert hub.open_streams == 1
        while hub.open_streams:
            await web.writes(customer, "Is somebody there?")
            await asyncio.sleep(0.01)


async def test_an_idle_stream_is_kept_alive_without_reading_the_database(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BEAT_S", 1)
    async with a_web(database_url) as web, served(web.app) as base:
        customer = await web.customer()
        path = f"{customer.path}/events/stream"
        async with open_stream(base, path, customer.headers) as stream:
            await stream.events(1)
            await swept(web, customer)
            reads = 0
            read = web.parts.board.events

            async def counted(*what: Any) -> list[Event]:
                nonlocal reads
                reads += 1
                return await read(*what)

            monkeypatch.setattr(web.parts.board, "events", counted)
            for _ in range(60):  # a look that was asked for before may still come
                reads = 0
                for _ in range(3):
                    assert await stream.next() == Sse()
                if not reads:
                    break
            assert reads == 0
            await web.writes(customer, "Still here?")
            [message] = await stream.events(1)
            assert (message.kind, reads > 0) == ("message", True)
        for _ in range(600):
            if not streams.streams_of(web.app).open_streams:
                break
            await asyncio.sleep(0.05)
        else:
            pytest.fail("the clock did not find out that the client left")


async def test_a_thousand_cut_offs_lose_and_double_nothing(web: Web) -> None:
    customer = await web.customer()
    done = asyncio.Event()

    async def write() -> int:
        seq = 0
        while not done.is_set():
            seq = await web.writes(customer, "x" * random.randint(1, 300))
            await asyncio.sleep(0.02)
        return seq

    async with asyncio.timeout(PATIENCE_S), served(web.app) as base:
        writer = asyncio.create_task(write())
        clients = [_cut_off_again_and_again(base, customer) for _ in range(CLIENTS)]
        seen = await asyncio.gather(*clients)
        done.set()
        last = await writer
        for seqs in seen:
            headers = {**customer.headers, "Last-Event-ID": str(seqs[-1] if seqs else 0)}
            async with open_stream(base, f"{customer.path}/events/stream", headers) as stream:
                rest = await stream.events(last - len(seqs))
            assert seqs + [event.seq for event in rest] == list(range(1, last + 1))


async def _cut_off_again_and_again(base: str, customer: Customer) -> list[int]:
    """The numbers a client saw in whole events over many connections, each cut off anywhere."""
    seqs: list[int] = []
    for _ in range(CUT_OFFS // CLIENTS):
        headers = {**customer.headers, "Last-Event-ID": str(seqs[-1] if seqs else 0)}
        async with open_stream(base, f"{customer.path}/events/stream", headers) as stream:
            await _read_for(stream, random.random() * 0.05, seqs)
    return seqs


async def _read_for(stream: Stream, seconds: float, seqs: list[int]) -> None:
    try:
        async with asyncio.timeout(seconds):
            while event := await stream.next():
                if event.id:
                    seqs.append(event.seq)
    except TimeoutError:
        pass


async def swept(web: Web, customer: Customer) -> None:
    """Wait until the sweep, which looks at every change once more, has seen the opening."""
    watchtower = cast(Watchtower, web.parts.watchtower)
    for _ in range(600):
        if customer.id in watchtower._swept:  # pyright: ignore[reportPrivateUsage]
            return
        await asyncio.sleep(0.05)
    pytest.fail("the watchtower did not sweep")
