"""Where may be connected to: the public internet, and what the operator names."""

from ipaddress import ip_address, ip_network

import pytest

from handrail.actions.knowledge_sources import NotFetched
from handrail.adapters.pages.allowed import is_allowed, resolve


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
        ),
        *("169.254.169.254", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1"),
    ],
)
def test_inside_is_denied(address: str) -> None:
    assert not is_allowed(ip_address(address), [])


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_the_internet_is_allowed(address: str) -> None:
    assert is_allowed(ip_address(address), [])


def test_the_operator_opens_networks() -> None:
    networks = [ip_network("10.1.0.0/16"), ip_network("fd00::/8")]
    assert is_allowed(ip_address("10.1.2.3"), networks)
    assert is_allowed(ip_address("::ffff:10.1.2.3"), networks)
    assert is_allowed(ip_address("fd00::1"), networks)
    assert not is_allowed(ip_address("10.2.2.3"), networks)


async def test_a_name_is_resolved_once_and_for_all() -> None:
    assert await resolve("127.0.0.1", 80, [ip_network("127.0.0.0/8")]) == "127.0.0.1"
    with pytest.raises(NotFetched, match="not a public address"):
        await resolve("localhost", 80, [])
    with pytest.raises(NotFetched, match="not a public address"):
        await resolve("2130706433", 80, [])
