"""Which addresses may be fetched: public ones, and what the operator names."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from typing import TypeAlias

from handrail.actions.knowledge_sources import NotFetched
from handrail.domain.document import Problem

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
ALLOWANCE = "HANDRAIL_FETCH_NETWORKS"


def is_allowed(address: Address, networks: Sequence[Network]) -> bool:
    """Whether to connect there: not to this machine, its network, or what only looks public."""
    plain = _inner(address)
    if any(plain.version == network.version and plain in network for network in networks):
        return True
    return all(each.is_global and not each.is_multicast for each in (plain, address))


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64), else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


async def resolve(host: str, port: int, networks: Sequence[Network]) -> str:
    """An address of this host to connect to. Raises NotFetched when it has none, or one that is denied.

    One denied address is enough: a name that points inside as well is not to be trusted. The caller
    must connect to this very address, for the next look may give another one.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(each[4][0]) for each in found]
    except (OSError, UnicodeError, ValueError):
        addresses = list[Address]()
    if not addresses:
        raise NotFetched(Problem("", f"There is no host {host}.", "Check the address."))
    denied = [address for address in addresses if not is_allowed(address, networks)]
    if denied:
        reason = f"{host} is at {denied[0]}, which is not a public address."
        remedy = f"If it may be read, name its network in {ALLOWANCE}."
        raise NotFetched(Problem("", reason, remedy))
    return str(addresses[0])
