"""BoundedPageFetcher: pages and sitemaps, within limits of bytes, time and hosts."""

import asyncio
import gzip
import html
import re
import zlib
from collections.abc import Sequence
from http import HTTPStatus
from io import BytesIO
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from handrail.actions.knowledge_sources import Fetched, NotFetched
from handrail.adapters.pages.allowed import Network, resolve
from handrail.domain.document import Problem

MOST_BYTES = 10 * 1024 * 1024
MOST_SECONDS = 20.0
MOST_REDIRECTS = 5
MOST_PAGES = 20_000
MOST_SITEMAPS = 50
PORTS = {"http": 80, "https": 443}
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/gzip": ".xml",
    "application/x-gzip": ".xml",
}
LOCATION = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*(.*?)\s*(?:\]\]>)?\s*</loc>", re.DOTALL)


class BoundedPageFetcher:
    """The port ``PageFetcher``. Follows redirects to the same host only, and connects to none but
    public addresses and ``networks``, also when a name changes its mind.
    """

    def __init__(self, networks: Sequence[Network] = (), seconds: float = MOST_SECONDS) -> None:
        self._networks = tuple(networks)
        self._seconds = seconds

    async def fetch(self, url: str) -> Fetched:
        """What this address gives. Raises NotFetched."""
        host = _checked(url).hostname
        try:
            async with (
                asyncio.timeout(self._seconds),
                httpx.AsyncClient(trust_env=False, timeout=self._seconds) as client,
            ):
                for _ in range(MOST_REDIRECTS + 1):
                    answer = await self._get(client, url)
                    if isinstance(answer, Fetched):
                        return answer
                    url = answer
                    if _checked(url).hostname != host:
                        raise _refused(f"It leads to another host ({url}).", "Import that one.")
        except (TimeoutError, httpx.TimeoutException):  # both clocks may ring at once
            reason = f"It took more than {self._seconds:.0f} seconds."
            raise _refused(reason, "Try again later.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = f"It could not be fetched ({type(error).__name__})."
            raise _refused(reason, "Check that the page can be opened from here.") from None
        raise _refused(f"It leads on more than {MOST_REDIRECTS} times.", "Check the address.")

    async def listed(self, url: str) -> list[str]:
        """The addresses of a sitemap, on its own host only, or ``url`` itself when it is a page."""
        first = await self.fetch(url)
        if not _is_sitemap(first):
            return [url]
        host, pages, todo, seen = _checked(url).hostname, dict[str, None](), [(url, first)], 0
        while todo:
            base, sitemap = todo.pop()
            seen += 1
            text = _unpacked(sitemap.content)
            found = [urljoin(base, html.unescape(each)) for each in LOCATION.findall(text)]
            found = [each for each in found if urlsplit(each).hostname == host]
            if "<sitemapindex" not in text:
                pages.update(dict.fromkeys(found))
                continue
            if seen + len(todo) + len(found) > MOST_SITEMAPS:
                raise _refused(f"It has more than {MOST_SITEMAPS} parts.", "Import a part of it.")
            todo += [(each, await self.fetch(each)) for each in found]
        if not pages:
            raise _refused("It names no pages of its own host.", "Check the sitemap.")
        if len(pages) > MOST_PAGES:
            raise _refused(f"It names more than {MOST_PAGES:,} pages.", "Import a part of it.")
        return list(pages)

    async def _get(self, client: httpx.AsyncClient, url: str) -> Fetched | str:
        """The page, or where it is said to be."""
        parts = _checked(url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        address = await resolve(host, port, self._networks)
        target = httpx.URL(url).copy_with(host=address, fragment=None)
        named = f"[{host}]" if ":" in host else host
        headers = {
            "host": named if parts.port is None else f"{named}:{parts.port}",
            "user-agent": "Handrail (imports knowledge)",
            "accept-encoding": "identity",
        }
        # The certificate is asked of the host's name, the connection goes to the address we checked.
        extensions = {"sni_hostname": host}
        request = client.build_request("GET", target, headers=headers, extensions=extensions)
        response = await client.send(request, stream=True)
        try:
            if response.is_redirect:
                return urljoin(url, response.headers["location"])
            if response.status_code != HTTPStatus.OK:
                raise _refused(f"It answers with {response.status_code}.", "Check the address.")
            return Fetched(_name(url, response), await _body(response))
        finally:
            await response.aclose()


def _refused(reason: str, remedy: str) -> NotFetched:
    return NotFetched(Problem("", reason, remedy))


def _checked(url: str) -> SplitResult:
    """The parts of an address. Raises NotFetched for one that is not fetched."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in PORTS and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        raise _refused("It is no address.", "Check how it is written.") from None
    if not fits or parts.username is not None or parts.password is not None:
        reason = "Only http:// and https:// addresses without a password are fetched."
        raise _refused(reason, "Check how it is written.")
    return parts


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > MOST_BYTES:
            raise _refused(f"It has more than {MOST_BYTES >> 20} MB.", "Import a smaller page.")
    return bytes(body)


def _name(url: str, response: httpx.Response) -> str:
    """A file name with the ending that the server's word, or else the address, suggests."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    stem = urlsplit(url).path.rstrip("/").rpartition("/")[2] or urlsplit(url).hostname or "page"
    ending = KINDS.get(kind, "")
    return stem if not ending or stem.lower().endswith(ending) else f"{stem}{ending}"


def _is_sitemap(page: Fetched) -> bool:
    begin = page.content[:2]
    if begin == b"\x1f\x8b":
        return True
    return (
        page.name.endswith(".xml")
        and re.search(rb"<(urlset|sitemapindex)\b", page.content[:4096]) is not None
    )


def _unpacked(content: bytes) -> str:
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
                content = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise _refused(f"The sitemap is damaged: {error}.", "Check it.") from None
        if len(content) > MOST_BYTES:
            raise _refused(f"It unpacks to more than {MOST_BYTES >> 20} MB.", "Import a part.")
    return content.decode("utf-8", errors="replace")
