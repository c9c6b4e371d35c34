"""Target: the address that a name stands for, unless it leads into a private network.

Who may name an address could otherwise let the desk knock at doors that only the desk can reach.
"""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from handrail.actions.webhook_sender import NotSent, TargetRefused

IpAddress = IPv4Address | IPv6Address
NAT64 = ip_network("64:ff9b::/96")
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect (``address``), whom to ask for (``host``), on which ``port``."""

    scheme: str
    host: str
    port: int
    address: str
    path: str

    @property
    def url(self) -> str:
        """The same with the address that was looked at in the name's place: no second look-up."""
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{address}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        """The name as the receiver knows itself."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


async def find_target(url: str, allowed: frozenset[str]) -> Target:
    """Look the name up once. Raises TargetRefused, or NotSent when it stands for nothing now.

    ``allowed`` are hosts of the company's own, which may be private and need no TLS.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise TargetRefused(f"This is no web address: {error}.") from error
    if parts.scheme not in PORTS or not host:
        raise TargetRefused("A webhook's address begins with https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise TargetRefused("Leave name, password and # out of the address.")
    own = host in allowed
    if parts.scheme == "http" and not own:
        raise TargetRefused("A webhook's address begins with https://.")
    port = port or PORTS[parts.scheme]
    addresses = await _addresses(host, port)
    if not own and (inside := [each for each in addresses if not _is_public(each)]):
        raise TargetRefused(
            f"{host} leads to {inside[0]}, which is not on the public internet. An operator can "
            "allow a host of your own by HANDRAIL_WEBHOOK_HOSTS."
        )
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, str(addresses[0]), (parts.path or "/") + query)


async def _addresses(host: str, port: int) -> list[IpAddress]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent(f"The name {host} cannot be looked up.") from error
    return [ip_address(str(each[4][0]).partition("%")[0]) for each in found]


def _is_public(address: IpAddress) -> bool:
    """Whether it is on the public internet, also where one address is wrapped in another."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64 or address.teredo is not None:
            return False
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast
