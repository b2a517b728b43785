"""Refuses requests of foreign pages. It wraps the whole application, Socket.IO included, and trusts no header that a
foreign page can choose.

A page of another origin can send requests here from the browser of a person who is in the lab. It is recognised by:

- the Host, when its own name resolves to this machine (DNS rebinding): that name is not one of the lab's;
- Origin (RFC 6454) or Sec-Fetch-Site (W3C Fetch Metadata), which browsers send with requests across origins.

A client that sends neither Origin nor Sec-Fetch-Site is a program.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson

from web.http.hosts import Authority, Hosts
from web.http.refusal_page import POLICY, Explanation, refusal_page, wants_page

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LOCAL_ADDRESS = "lab.local_address"
"""Where the server puts the address at which a connection came in."""

SOCKET_IO = "/socket.io"

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused, for people in both languages and for programs."""

    status: int
    title: str
    reason: str
    english: str
    portuguese: str


BAD_HOST = Refusal(
    400,
    "Bad Request",
    "bad-host",
    "The request names no host, or one that is no host name or address.",
    "O pedido não diz o host, ou diz algo que não é nome nem endereço.",
)
FOREIGN_HOST = Refusal(
    421,
    "Misdirected Request",
    "foreign-host",
    "The lab does not answer under this name. If it is yours, add it to LAB_ALLOWED_HOSTS and start the lab again.",
    "O laboratório não atende por este nome. Se ele é seu, acrescente-o a LAB_ALLOWED_HOSTS e reinicie o laboratório.",
)
FOREIGN_ORIGIN = Refusal(
    403,
    "Forbidden",
    "foreign-origin",
    "The request comes from a page of another site, or through a proxy that hides the page's address: see "
    "docs/reverse-proxy.md.",
    "O pedido vem de uma página de outro site, ou por um proxy que esconde o endereço da página: veja "
    "docs/reverse-proxy.md.",
)


LENGTH_REQUIRED = Refusal(
    411,
    "Length Required",
    "length-required",
    "A body that is sent to Socket.IO says how long it is.",
    "Um corpo enviado ao Socket.IO diz o seu tamanho.",
)


class Guard:
    """A WSGI application (PEP 3333) that passes requests on, and answers those that are refused."""

    def __init__(self, app: Application, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        refusal = refuse_host(environ, self._hosts) or refuse_origin(environ) or refuse_length(environ)
        if refusal is None:
            return self._app(environ, start_response)
        headers, body = _answer_of(refusal, environ)
        start_response(f"{refusal.status} {refusal.title}", [*headers, ("Content-Length", str(len(body)))])
        return [body]


def refuse_host(environ: Environ, hosts: Hosts) -> Refusal | None:
    """Refuse a Host that is not one of the lab's. A missing Host is bad (RFC 9112, section 3.2)."""
    try:
        authority = Authority.parse(environ.get("HTTP_HOST", ""))
    except ValueError:
        return BAD_HOST
    return None if hosts.allows(authority.host, environ.get(LOCAL_ADDRESS, "")) else FOREIGN_HOST


def refuse_origin(environ: Environ) -> Refusal | None:
    """Refuse requests of foreign pages: to Socket.IO all of them, elsewhere all but links that are followed."""
    if _is_socket_io(environ):
        # JSONP is a script, for which browsers send no Origin; Socket.IO's own clients gave it up.
        is_script = "j" in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        return FOREIGN_ORIGIN if is_script or _is_foreign(environ) else None
    if environ["REQUEST_METHOD"] in _HARMLESS:
        return FOREIGN_ORIGIN if _is_foreign_part(environ) else None
    return FOREIGN_ORIGIN if _is_foreign(environ) else None


def _is_foreign_part(environ: Environ) -> bool:
    """Whether another site's page loads a part of itself, such as an image or a frame. Following a link is allowed.

    See "Resource Isolation Policy" (W3C Fetch Metadata). Such a request would count against its visitor's address.
    """
    if environ.get("HTTP_SEC_FETCH_SITE", "none") in _OWN_SITE:
        return False
    mode, destination = environ.get("HTTP_SEC_FETCH_MODE", ""), environ.get("HTTP_SEC_FETCH_DEST", "")
    return bool(mode != "navigate" or destination != "document")


def refuse_length(environ: Environ) -> Refusal | None:
    """Refuse a body of unknown length at Socket.IO, which bounds a body by its Content-Length (RFC 9110, 15.5.12)."""
    is_unbounded = "HTTP_TRANSFER_ENCODING" in environ and _is_socket_io(environ)
    return LENGTH_REQUIRED if is_unbounded else None


def _is_socket_io(environ: Environ) -> bool:
    return bool(environ.get("PATH_INFO", "").startswith(SOCKET_IO))


def _is_foreign(environ: Environ) -> bool:
    """Whether the browser says that another origin's page sent the request.

    Sec-Fetch-Site compares with the address that the browser used, so it also holds behind a proxy that changes the
    Host. Browsers send it over TLS and on loopback; else Origin has to be on the Host.
    """
    site = environ.get("HTTP_SEC_FETCH_SITE", "none")
    if site != "none":
        return bool(site != "same-origin")
    origin = environ.get("HTTP_ORIGIN")
    return origin is not None and not _is_same(origin, environ["HTTP_HOST"])


def _is_same(origin: str, host: str) -> bool:
    """Whether an Origin has this Host, which is valid. The scheme does not count: a proxy may use another one."""
    scheme, separator, authority = origin.partition("://")
    try:
        return (
            separator != ""
            and scheme.lower() in ("http", "https")
            and Authority.parse(authority) == Authority.parse(host)
        )
    except ValueError:
        return False


def _answer_of(refusal: Refusal, environ: Environ) -> tuple[list[tuple[str, str]], bytes]:
    """The headers and the body of a refusal: a problem object, a page or a text, by who asks."""
    if environ.get("PATH_INFO", "").startswith(("/api/", SOCKET_IO)):
        problem = {"type": "about:blank", "title": refusal.title, "status": refusal.status}
        body = orjson.dumps({**problem, "detail": refusal.english, "reason": refusal.reason})
        return [("Content-Type", "application/problem+json")], body
    if wants_page(environ.get("HTTP_ACCEPT", "")):
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY)]
        return headers, _page(refusal, environ)
    return [("Content-Type", "text/plain; charset=utf-8")], f"{refusal.english}\n{refusal.portuguese}\n".encode()


def _page(refusal: Refusal, environ: Environ) -> bytes:
    home = f"{environ.get('SCRIPT_NAME', '')}/" if refusal is FOREIGN_ORIGIN else ""
    explanation = Explanation({"pt-BR": refusal.portuguese, "en": refusal.english}, home)
    return refusal_page(explanation, environ.get("HTTP_ACCEPT_LANGUAGE", "")).encode()
