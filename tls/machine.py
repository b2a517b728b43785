"""What this machine is called, and its addresses, as far as it can know without asking others."""

import contextlib
import ipaddress
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

# Documentation's own networks (RFC 5737, RFC 3849): connecting a UDP socket picks a way out and sends nothing.
_ELSEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
_SIOCGIFADDR = 0x8915
_LINK_LOCAL = ipaddress.ip_network("fe80::/10")


def own_names() -> set[str]:
    """The host name, without its domain too, and as mDNS knows it (RFC 6762)."""
    name = socket.gethostname().lower()
    label = name.partition(".")[0]
    return {name, label, f"{label}.local"} - {"", ".local"}


def own_addresses() -> set[str]:
    """Addresses of this machine's networks; not those that hold on one link only, which need a zone."""
    found = {*_ways_out(), *_of_interfaces(), *_by_name()}
    return {address for address in found if ipaddress.ip_address(address) not in _LINK_LOCAL}


def _ways_out() -> Iterator[str]:
    for family, elsewhere in _ELSEWHERE:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            yield str(probe.getsockname()[0])


def _of_interfaces() -> Iterator[str]:
    """Linux: those of every interface, a hotspot's too (netdevice(7))."""
    if sys.platform != "linux":
        return
    import fcntl  # noqa: PLC0415 - Windows has none

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):  # an interface without an address
                answer = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, name.encode()[:15].ljust(256, b"\0"))
                yield socket.inet_ntoa(answer[20:24])
    with contextlib.suppress(OSError):
        for line in Path("/proc/net/if_inet6").read_text().splitlines():
            yield str(ipaddress.IPv6Address(int(line.split()[0], 16)))


def _by_name() -> Iterator[str]:
    """Windows and macOS know all of their addresses under their name."""
    if sys.platform == "linux":
        return
    with contextlib.suppress(OSError):
        for *_, address in socket.getaddrinfo(socket.gethostname(), None):
            yield str(address[0]).partition("%")[0]
