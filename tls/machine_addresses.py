"""The names and network addresses of this machine, as far as it knows them without asking others."""

import contextlib
import ipaddress
import socket

import psutil

_LINK_LOCAL = ipaddress.ip_network("fe80::/10")
_FAMILIES = (socket.AF_INET, socket.AF_INET6)


def own_names() -> set[str]:
    """The host name, in lower case: whole, without its domain, and with `.local` for mDNS (RFC 6762)."""
    name = socket.gethostname().lower()
    label = name.partition(".")[0]
    return {name, label, f"{label}.local"} - {"", ".local"}


def own_addresses() -> set[str]:
    """Every IPv4 and IPv6 address of every interface, loopback included.

    IPv6 link-local addresses (RFC 4291, section 2.5.6) are left out: they need a zone, and a certificate has none.
    """
    found = {
        address.address.partition("%")[0]
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family in _FAMILIES
    }
    return {address for address in found if ipaddress.ip_address(address) not in _LINK_LOCAL}


def lan_address() -> str:
    """The IPv4 address from which this machine reaches other networks; empty when there is no such network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        # TEST-NET-1 (RFC 5737). Connecting a UDP socket selects the route and sends no packet.
        probe.connect(("192.0.2.1", 9))
        address = str(probe.getsockname()[0])
        return "" if ipaddress.ip_address(address).is_loopback else address
    return ""
