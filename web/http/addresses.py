"""The address at which other machines reach this lab, as far as the lab can know it."""

import ipaddress
from dataclasses import dataclass

from flask import request

from chat.settings import Settings
from tls.machine_addresses import lan_address
from web.http.hosts import Authority
from web.http.proxies import FORWARDED

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


def find(settings: Settings, host_header: str, lan: str) -> Address:
    """The address for other machines. `host_header` is the request's; `lan` is this machine's own address, or empty.

    A Host that other machines can use too is taken. Otherwise it is the address in the network, if the lab listens
    there.
    """
    scheme = "https" if settings.tls_on else "http"
    name = host_header.rsplit(":", 1)[0] if not host_header.endswith("]") else host_header
    if not is_loopback(name):
        return Address(name, f"{scheme}://{host_header}")
    host = name or settings.host
    if lan and not is_loopback(settings.host):
        host = lan
    return Address(host, f"{scheme}://{host}:{settings.web_port}")


def lab_address(settings: Settings) -> Address:
    """The lab's address for others: the one of a trusted proxy, with its path prefix, or the one that the lab finds.

    Needs a request.
    """
    if request.environ.get(FORWARDED):
        return Address(Authority.parse(request.host).host, request.root_url.rstrip("/"))
    return find(settings, request.host, lan_address())
