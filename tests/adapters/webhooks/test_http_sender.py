"""Receivers that hang, redirect, shout or are not where they say, on this machine."""

import asyncio
from ipaddress import ip_address

import httpx2
import pytest

from handrail.actions.webhook_sender import NotSent, TargetRefused
from handrail.adapters.webhooks import target
from handrail.adapters.webhooks.http_sender import HttpWebhookSender
from handrail.adapters.webhooks.target import find_target
from tests.adapters.tools.servers import Behaviour, Request, let_pass, pour, say, serving

LONG = 30.0
OWN = ("127.0.0.1",)


def gives(status: int, more: bytes = b"") -> Behaviour:
    async def behave(writer: asyncio.StreamWriter, _: Request) -> None:
        await say(writer, status, more)

    return behave


async def post(url: str) -> int:
    return await HttpWebhookSender(OWN, LONG).post(f"{url}/hook?a=1", {"X": "y"}, b'{"a":1}')


@pytest.mark.parametrize("status", [204, 410, 500])
async def test_gives_the_status_whatever_it_is(status: int) -> None:
    async with serving(gives(status)) as server:
        assert await post(server.url) == status
    [asked] = server.requests
    assert (asked.method, asked.target, asked.json) == ("POST", "/hook?a=1", {"a": 1})
    assert asked.headers["x"] == "y"
    assert asked.headers["host"] == server.url.removeprefix("http://")


async def test_follows_no_redirect() -> None:
    async with serving(gives(200)) as inner:

        async def elsewhere(writer: asyncio.StreamWriter, _: Request) -> None:
            head = f"HTTP/1.1 307 X\r\nLocation: {inner.url}/\r\nContent-Length: 0\r\n\r\n"
            writer.write(head.encode())

        async with serving(elsewhere) as server:
            assert await post(server.url) == 307
        assert not inner.requests


async def test_a_receiver_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_: asyncio.StreamWriter, __: Request) -> None:
        let_pass(LONG, monkeypatch)
        await asyncio.sleep(LONG * 10)

    async with serving(hang) as server:
        with pytest.raises(NotSent, match="No answer"):
            await post(server.url)


async def test_the_client_s_own_clock_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    async def late(*_: object) -> int:
        raise httpx2.ReadTimeout("")

    monkeypatch.setattr(HttpWebhookSender, "_post", late)
    with pytest.raises(NotSent, match="No answer within 30 seconds"):
        await post("http://127.0.0.1:1")


async def test_fifty_megabytes_are_not_read() -> None:
    async def shout(writer: asyncio.StreamWriter, _: Request) -> None:
        await pour(writer, 50, "text/plain", b"")

    async with serving(shout) as server:
        assert await post(server.url) == 200
        await asyncio.wait_for(server.hung_up.wait(), LONG)


async def test_nobody_there_is_not_sent() -> None:
    with pytest.raises(NotSent, match="failed"):
        await post("http://127.0.0.1:1")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0.0.0.0/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://localhost/",
        "http://93.184.216.34/",
        "ftp://93.184.216.34/",
        "https://user:secret@93.184.216.34/",
        "https://93.184.216.34:99999/",
        "nonsense",
    ],
)
async def test_refuses_what_is_not_on_the_public_internet(url: str) -> None:
    with pytest.raises(TargetRefused):
        await HttpWebhookSender().check(url)
    with pytest.raises(TargetRefused):
        await HttpWebhookSender().post(url, {}, b"")


async def test_a_public_address_may_be_sent_to() -> None:
    await HttpWebhookSender().check("https://93.184.216.34/hook")


async def test_one_private_address_among_others_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def both(_: str, __: int) -> list[target.IpAddress]:
        return [ip_address("93.184.216.34"), ip_address("10.0.0.1")]

    monkeypatch.setattr(target, "_addresses", both)
    with pytest.raises(TargetRefused, match=r"10\.0\.0\.1"):
        await find_target("https://a.example/", frozenset())


async def test_connects_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    async def once(host: str, _: int) -> list[target.IpAddress]:
        looked.append(host)
        return [ip_address("127.0.0.1" if len(looked) == 1 else "192.0.2.1")]

    monkeypatch.setattr(target, "_addresses", once)
    async with serving(gives(204)) as server:
        port = server.url.rpartition(":")[2]
        sender = HttpWebhookSender(("hooks.example",))
        assert await sender.post(f"http://hooks.example:{port}/", {}, b"{}") == 204
        assert looked == ["hooks.example"]
        assert server.requests[0].headers["host"] == f"hooks.example:{port}"
