"""The names and addresses in a Host header that are this lab's. Pure, except that it reads the machine's name."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from chat.settings import Settings

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# uri-host [ ":" port ] (RFC 9110, section 7.2), without what no browser sends: user names, escapes, zones.
_AUTHORITY = re.compile(r"(?:\[(?P<six>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9._-]{1,253}))(?::(?P<port>[0-9]{0,5}))?")


@dataclass(frozen=True, slots=True)
class Authority:
    """The target of a request: a host in lower case, without brackets, and a port, empty when there is none."""

    host: str
    port: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a Host header, or the part of an Origin after `//`. Raises ValueError."""
        found = _AUTHORITY.fullmatch(text.lower())
        if found is None:
            raise ValueError("it takes a host and, behind a colon, a port")
        host = str(ipaddress.IPv6Address(found["six"])) if found["six"] else found["name"].removesuffix(".")
        return cls(host, found["port"] or "")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that are this lab's, in addition to loopback addresses and the address at which a request came in."""

    names: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    """Ends of names, each with the dot before it."""
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, settings: Settings, machine: str | None = None) -> Self:
        """The hosts of the settings, and this machine's name with and without `.local` (mDNS)."""
        name = (machine or socket.gethostname()).lower()
        label = name.partition(".")[0]
        return cls.read({"localhost", name, label, f"{label}.local", settings.host.lower(), *settings.allowed_hosts})

    @classmethod
    def read(cls, words: Iterable[str]) -> Self:
        """Parse names, ends of names (`.example.org`), addresses and networks (`192.168.0.0/16`)."""
        networks = {word: network for word in words if (network := _network(word)) is not None}
        suffixes = tuple(word for word in words if word.startswith("."))
        return cls(frozenset(words) - networks.keys() - set(suffixes), suffixes, tuple(networks.values()))

    def allows(self, host: str, local_address: str) -> bool:
        """Whether a request that came in at `local_address` may name this host."""
        address = ip_address(host)
        if address is None:
            return host in self.names or host.endswith(self.suffixes)
        return (
            address.is_loopback
            or address == ip_address(local_address)
            or any(address in network for network in self.networks)
        )


def ip_address(text: str) -> Ip | None:
    """The IP address that a text is, without its zone; None when it is none.

    An IPv4 address that IPv6 carries (RFC 4291, section 2.5.5.2) is returned as IPv4.
    """
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
