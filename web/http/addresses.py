"""How other machines reach this lab, as far as it can know."""

import ipaddress
from dataclasses import dataclass

from chat.settings import Settings

_LOOPBACK_NAMES = frozenset({"localhost", ""})


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is, for a machine of the network."""

    host: str
    url: str


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host in _LOOPBACK_NAMES


def find(settings: Settings, asked: str, lan: str) -> Address:
    """The address to tell others. `asked` is the Host of the request, `lan` this machine's own address, or empty.

    Whoever opened the page by a name that others can use too is believed; else the network's address is told, if the
    lab listens there at all.
    """
    scheme = "https" if settings.tls_on else "http"
    name = asked.rsplit(":", 1)[0] if not asked.endswith("]") else asked
    if not is_loopback(name):
        return Address(name, f"{scheme}://{asked}")
    host = name or settings.host
    if lan and not is_loopback(settings.host):
        host = lan
    return Address(host, f"{scheme}://{host}:{settings.web_port}")
