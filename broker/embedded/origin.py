"""Whose web pages may speak MQTT over WebSocket: the lab's own. Browsers let any page connect (RFC 6455, section 10.2).

A program sends no Origin, and may connect. A page's Origin must name the host that the connection was made to, and that
by an address or by a name that is known to be this machine's: a name that an attacker's DNS points here is not.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from chat.settings import Settings


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names of this machine, and ends of names, each with the dot before it."""

    names: frozenset[str] = frozenset({"localhost"})
    suffixes: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What the machine calls itself, with and without `.local`, and what LAB_HOST and LAB_ALLOWED_HOSTS name."""
        name = socket.gethostname().lower()
        label = name.partition(".")[0]
        allowed = [host.lower() for host in settings.allowed_hosts]
        return cls(
            frozenset({"localhost", name, label, f"{label}.local", settings.host.lower(), *allowed}),
            tuple(host for host in allowed if host.startswith(".")),
        )

    def admit(self, origins: list[str], host: str) -> bool:
        """Whether a connection to `host` (the Host header) with these Origin headers may be."""
        if not origins:
            return True
        asked = _host_of(f"//{host}")
        return len(origins) == 1 and bool(asked) and _host_of(origins[0]) == asked and self._is_own(asked)

    def _is_own(self, host: str) -> bool:
        return _is_address(host) or host in self.names or host.endswith(self.suffixes)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
