"""Reverse proxies: what a trusted one says about a request takes the place of what the connection says.

A proxy adds `X-Forwarded-For`, `-Proto`, `-Host` and `-Prefix`. Anybody can send these headers, so they count only on a
connection from an address of LAB_TRUSTED_PROXIES. On every other connection they are removed.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from chat.settings import Settings
from web.http.hosts import Ip, Network, ip_address

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

FORWARDED = "lab.forwarded"
"""Key of a WSGI environ: True when a trusted proxy handed the request on."""

FOR, PROTO, HOST, PREFIX = (f"HTTP_X_FORWARDED_{name}" for name in ("FOR", "PROTO", "HOST", "PREFIX"))

# Path segments of unreserved characters (RFC 3986, section 2.3), so that a prefix needs no escaping anywhere.
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]{1,64}){1,8}")


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The networks from which proxies connect."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The networks of LAB_TRUSTED_PROXIES."""
        return cls(tuple(ipaddress.ip_network(text, strict=False) for text in settings.trusted_proxies))

    def contains(self, address: str) -> bool:
        """Whether a proxy with this IP address is trusted; False for anything that is no IP address."""
        found = ip_address(address)
        return found is not None and self._trusts(found)

    def client(self, forwarded_for: str) -> str:
        """The last address of an X-Forwarded-For value that is no trusted proxy's; empty when there is none.

        Each proxy appends the address that connected to it. What stands further left was sent by the client.
        """
        for word in reversed(forwarded_for.split(",")):
            found = ip_address(word.strip().strip("[]"))
            if found is None:
                return ""
            if not self._trusts(found):
                return str(found)
        return ""

    def _trusts(self, address: Ip) -> bool:
        return any(address in network for network in self.networks)


class ForwardedHeaders:
    """A WSGI application (PEP 3333) that applies the X-Forwarded headers of each request for the one inside."""

    def __init__(self, app: Application, proxies: TrustedProxies) -> None:
        self._app = app
        self._proxies = proxies

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        apply_forwarded(environ, self._proxies)
        return self._app(environ, start_response)


def apply_forwarded(environ: Environ, proxies: TrustedProxies) -> None:
    """Change the environ as its X-Forwarded headers say, if a trusted proxy sent them, and remove the headers."""
    sent = {name: environ.pop(name, "") for name in (FOR, PROTO, HOST, PREFIX)}
    if not proxies.contains(environ.get("REMOTE_ADDR", "")):
        return
    environ[FORWARDED] = True
    environ["REMOTE_ADDR"] = proxies.client(sent[FOR]) or environ["REMOTE_ADDR"]
    environ["HTTP_HOST"] = _last(sent[HOST]) or environ.get("HTTP_HOST", "")
    if (scheme := _last(sent[PROTO]).lower()) in ("http", "https"):
        environ["wsgi.url_scheme"] = scheme
    if _PREFIX.fullmatch(prefix := _last(sent[PREFIX]).rstrip("/")):
        environ["SCRIPT_NAME"] = prefix


def _last(value: str) -> str:
    """The last word of a list with commas: the one of the proxy that connected here."""
    return value.rpartition(",")[2].strip()
