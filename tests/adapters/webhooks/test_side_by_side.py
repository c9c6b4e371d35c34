"""Receivers on this machine that are told side by side: who hangs holds up nobody else."""

import asyncio
from collections.abc import Mapping
from typing import cast

import pytest
from standardwebhooks.webhooks import Webhook

from handrail.actions.send_webhooks import SIDE_BY_SIDE, send_webhooks
from handrail.adapters.webhooks.http_sender import HttpWebhookSender
from tests.actions.test_send_webhooks import Told
from tests.adapters.tools.servers import Request, Server, let_pass, say, serving

LONG = 60.0


async def hang(_: asyncio.StreamWriter, __: Request) -> None:
    await asyncio.sleep(LONG * 10)


async def take(writer: asyncio.StreamWriter, _: Request) -> None:
    await say(writer, 200, b"")


def told_numbers(server: Server) -> list[object]:
    return [_data(request)["n"] for request in server.requests]


def _data(request: Request) -> Mapping[str, object]:
    return cast("Mapping[str, object]", request.json["data"])


async def test_who_hangs_holds_up_nobody_else_also_not_with_what_comes_later() -> None:
    told, sender = Told(), HttpWebhookSender(("127.0.0.1",), LONG)
    all_told = {25: asyncio.Event(), 30: asyncio.Event()}

    async def count(writer: asyncio.StreamWriter, request: Request) -> None:
        await take(writer, request)
        if event := all_told.get(len(quick.requests)):
            event.set()

    async with serving(hang) as slow, serving(count) as quick:
        hanging = await told.happened(await told.subscribed(f"{slow.url}/"))
        other = await told.subscribed(f"{quick.url}/")
        first = [await told.happened(other, number) for number in range(25)]
        sending = asyncio.create_task(send_webhooks(told.desk, sender))
        await asyncio.wait_for(all_told[25].wait(), LONG)
        for number in range(25, 30):
            await told.happened(other, number)
        await asyncio.wait_for(all_told[30].wait(), LONG)
        assert told_numbers(quick) == list(range(30))
        assert len(slow.requests) == 1  # its one delivery is still on its way
        assert not sending.done()
        assert (await told.kept(hanging)).attempts == 0
        sending.cancel()
        await asyncio.wait([sending])
        assert sending.cancelled()
    [signed, *_] = quick.requests
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= set(signed.headers)
    assert signed.headers["webhook-id"] == first[0].id


async def test_who_does_not_answer_is_tried_again_and_the_others_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told, sender = Told(), HttpWebhookSender(("127.0.0.1",), LONG)

    async def hang_longer_than_the_other_takes(*_: object) -> None:
        while (await told.kept(delivery)).delivered_at is None:  # noqa: ASYNC110 - the store has no event
            await asyncio.sleep(0.01)
        let_pass(LONG, monkeypatch)
        await asyncio.sleep(LONG * 10)

    async with serving(hang_longer_than_the_other_takes) as slow, serving(take) as quick:
        hanging = await told.happened(await told.subscribed(f"{slow.url}/"))
        other = await told.subscribed(f"{quick.url}/")
        delivery = await told.happened(other)
        await send_webhooks(told.desk, sender)
        failed = await told.kept(hanging)
        assert (failed.attempts, failed.delivered_at) == (1, None)
        assert "No answer within" in failed.error
        assert failed.next_at is not None
        assert told.store.rows.jobs[-1].due == failed.next_at
        assert (await told.kept(delivery)).delivered_at is not None
        [request] = quick.requests
    Webhook(other.secret).verify(request.body, dict(request.headers))


async def test_no_more_than_sixteen_are_served_at_once() -> None:
    told, sender = Told(), HttpWebhookSender(("127.0.0.1",), LONG)
    release, most, now = asyncio.Event(), 0, 0

    async def wait(writer: asyncio.StreamWriter, _: Request) -> None:
        nonlocal most, now
        now += 1
        most = max(most, now)
        if now == SIDE_BY_SIDE:
            release.set()
        await release.wait()
        now -= 1
        await say(writer, 204, b"")

    async with serving(wait) as server:
        deliveries = [
            await told.happened(await told.subscribed(f"{server.url}/{number}"))
            for number in range(SIDE_BY_SIDE + 5)
        ]
        async with asyncio.timeout(LONG):
            await send_webhooks(told.desk, sender)
    assert most == SIDE_BY_SIDE
    assert all([(await told.kept(each)).delivered_at for each in deliveries])
