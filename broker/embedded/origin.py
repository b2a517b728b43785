"""Only the lab's own web pages may use MQTT over WebSocket. Browsers let any page connect (RFC 6455, section 10.2).

A program sends no Origin and may connect. A page's Origin must name the host that it connects to. This host must be an
IP address or a known name of this machine. A name that an attacker's DNS resolves to this machine is not known.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from chat.settings import Settings


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names of this machine, and suffixes of names. Each suffix begins with a dot."""

    names: frozenset[str] = frozenset({"localhost"})
    suffixes: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The host name, with and without `.local`, and the names in LAB_HOST and LAB_ALLOWED_HOSTS."""
        name = socket.gethostname().lower()
        label = name.partition(".")[0]
        allowed = [host.lower() for host in settings.allowed_hosts]
        return cls(
            frozenset({"localhost", name, label, f"{label}.local", settings.host.lower(), *allowed}),
            tuple(host for host in allowed if host.startswith(".")),
        )

    def admit(self, origins: list[str], host: str) -> bool:
        """Whether a connection to `host` (the Host header) with these Origin headers is allowed."""
        if not origins:
            return True
        target = _host_of(f"//{host}")
        return len(origins) == 1 and bool(target) and _host_of(origins[0]) == target and self._is_own(target)

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
