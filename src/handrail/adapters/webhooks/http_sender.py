"""HttpWebhookSender: posts, looks at the status alone, and hangs up."""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from functools import cache

import httpx2

from handrail.actions.webhook_sender import NotSent
from handrail.adapters.webhooks.target import find_target

DEADLINE_S = 10.0


class HttpWebhookSender:
    """``own_hosts`` may be private. A redirect is an answer like any other, and not followed."""

    def __init__(self, own_hosts: Iterable[str] = (), deadline_s: float = DEADLINE_S) -> None:
        self._own_hosts = frozenset(own_hosts)
        self._deadline_s = deadline_s

    async def check(self, url: str) -> None:
        """Raise TargetRefused for an address that nothing may be sent to now."""
        try:
            await find_target(url, self._own_hosts)
        except NotSent as error:
            if type(error) is not NotSent:  # a name that stands for nothing yet may do so later
                raise

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status of the answer, whose body is never read. Raises NotSent."""
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._post(url, headers, body)
        except (TimeoutError, httpx2.TimeoutException) as error:  # both clocks may ring at once
            raise NotSent(f"No answer within {self._deadline_s:g} seconds.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise NotSent(f"The connection failed: {type(error).__name__}.") from error

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        target = await find_target(url, self._own_hosts)
        async with httpx2.AsyncClient(
            verify=_trusted(), trust_env=False, timeout=self._deadline_s
        ) as client:
            request = client.build_request(
                "POST",
                target.url,
                content=body,
                headers={**headers, "Host": target.host_header},
                extensions={"sni_hostname": target.host},  # certificates are checked by the name
            )
            response = await client.send(request, stream=True)
            await response.aclose()
            return response.status_code


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
