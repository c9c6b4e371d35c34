"""Pages are fetched from where they may be, and no further, no longer and no more than that."""

import asyncio
import gzip
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from ipaddress import ip_network

import httpx
import pytest

from handrail.actions.knowledge_sources import NotFetched
from handrail.adapters.pages import fetcher as module
from handrail.adapters.pages.fetcher import BoundedPageFetcher

HERE = [ip_network("127.0.0.0/8")]


@dataclass
class Site:
    """A small web server: what it answers by path, and what it was asked."""

    port: int = 0
    answers: dict[str, bytes] = field(default_factory=dict[str, bytes])
    asked: list[str] = field(default_factory=list[str])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def page(self, path: str, body: bytes, kind: str = "text/html") -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        self.answers[path] = f"{head}Connection: close\r\n\r\n".encode() + body

    def leads_to(self, path: str, where: str) -> None:
        head = f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n"
        self.answers[path] = f"{head}Connection: close\r\n\r\n".encode()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readline()).split()[1].decode()
        self.asked.append(path)
        while (await reader.readline()).strip():
            pass
        if path == "/hangs":
            await asyncio.sleep(600)
        missing = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        writer.write(self.answers.get(path, missing))
        writer.close()


@pytest.fixture
async def site() -> AsyncGenerator[Site]:
    site = Site()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    yield site
    server.close()


async def refused(site: Site, path: str, words: str, **limits: float) -> None:
    with pytest.raises(NotFetched, match=words) as raised:
        await BoundedPageFetcher(HERE, **limits).fetch(site.url(path))
    assert raised.value.problem.remedy


async def test_a_page_with_the_ending_that_its_kind_has(site: Site) -> None:
    site.page("/fees", b"<p>x</p>")
    site.page("/list", b"%PDF-", "application/pdf; charset=x")
    found = BoundedPageFetcher(HERE)
    assert (await found.fetch(site.url("/fees"))).name == "fees.html"
    assert (await found.fetch(site.url("/list"))).name == "list.pdf"
    await refused(site, "/missing", "404")


async def test_nothing_inside_is_asked_unless_it_is_named(site: Site) -> None:
    site.page("/fees", b"secret")
    with pytest.raises(NotFetched, match="not a public address"):
        await BoundedPageFetcher().fetch(site.url("/fees"))
    assert site.asked == []


async def test_redirects_stay_on_the_host(site: Site) -> None:
    site.page("/new", b"here")
    site.leads_to("/old", "/new")
    site.leads_to("/out", "http://169.254.169.254/latest")
    site.leads_to("/name", f"http://localhost:{site.port}/new")
    site.leads_to("/file", "file:///etc/passwd")
    site.leads_to("/round", "/round")
    assert (await BoundedPageFetcher(HERE).fetch(site.url("/old"))).content == b"here"
    await refused(site, "/out", "another host")
    await refused(site, "/name", "another host")
    await refused(site, "/file", "Only http")
    await refused(site, "/round", "leads on")


@pytest.mark.parametrize("url", ["ftp://x/", "file:///etc/passwd", "http://", "http://u:p@x/", "x"])
async def test_only_plain_web_addresses(url: str) -> None:
    with pytest.raises(NotFetched, match="Only http"):
        await BoundedPageFetcher(HERE).fetch(url)


async def test_too_much_and_too_long(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1 << 20)
    site.page("/big", bytes((1 << 20) + 1))
    await refused(site, "/big", "more than 1 MB")
    await refused(site, "/hangs", "more than 0 seconds", seconds=0.3)


async def test_the_client_s_own_clock_says_the_same(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(*_: object) -> str:
        raise httpx.ReadTimeout("")

    monkeypatch.setattr(BoundedPageFetcher, "_get", late)
    await refused(site, "/fees", "more than 7 seconds", seconds=7)


async def test_a_sitemap_gives_the_pages_of_its_host(site: Site) -> None:
    pages = ["/a", "/b?x=1&amp;y=2", "http://elsewhere.example/c", "/a"]
    inner = "".join(f"<url><loc> {p if '//' in p else site.url(p)} </loc></url>" for p in pages)
    body = gzip.compress(f"<urlset>{inner}</urlset>".encode())
    site.page("/inner.xml.gz", body, "application/gzip")
    index = f"<sitemapindex><loc>{site.url('/inner.xml.gz')}</loc></sitemapindex>"
    site.page("/sitemap.xml", index.encode(), "application/xml")
    found = await BoundedPageFetcher(HERE).listed(site.url("/sitemap.xml"))
    assert found == [site.url("/a"), site.url("/b?x=1&y=2")]


async def test_a_page_lists_itself_and_an_empty_sitemap_is_refused(site: Site) -> None:
    site.page("/fees", b"<p>x</p>")
    assert await BoundedPageFetcher(HERE).listed(site.url("/fees")) == [site.url("/fees")]
    site.page("/sitemap.xml", b"<urlset></urlset>", "text/xml")
    with pytest.raises(NotFetched, match="no pages"):
        await BoundedPageFetcher(HERE).listed(site.url("/sitemap.xml"))


async def test_a_sitemap_that_unpacks_to_too_much(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1 << 20)
    site.page("/s.xml", gzip.compress(b"<urlset>" + bytes(2 << 20)), "application/gzip")
    with pytest.raises(NotFetched, match="unpacks to more"):
        await BoundedPageFetcher(HERE).listed(site.url("/s.xml"))
