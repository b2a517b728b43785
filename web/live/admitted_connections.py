"""Which connections are admitted: those of people whom the lab let in (see `web.http.connections`)."""

from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

from flask import Flask, g, request

from web.http.connections import CONNECTION
from web.http.guard import SOCKET_IO, Application, Environ, StartResponse

MAX_STRANGER_BODY = 16_384
"""Bytes of a body or a packet of a client that was not let in yet: a code, or a token of Socket.IO."""

_TOO_LARGE = b"Request body too large\n"
_STRANGERS_PATHS = frozenset({"/enter", "/leave"})


def install(app: Flask) -> None:
    """Admit the connection of each request that has passed `web.access.request_access`, which runs before this."""

    @app.before_request
    def admit() -> None:
        if g.get("person") is not None:
            _admit(request.environ, g.person.id)


class Admission:
    """A WSGI application (PEP 3333) round Socket.IO: admits the connections of clients that are let in, and refuses
    large bodies of others before they are read. `person_of` returns the id of the person behind an Engine.IO client."""

    def __init__(self, app: Application, person_of: Callable[[str], str | None]) -> None:
        self._app = app
        self._person_of = person_of

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        person = self._person_of(_client_id(environ)) if path.startswith(SOCKET_IO) else None
        if person is not None:
            _admit(environ, person)
        elif (path.startswith(SOCKET_IO) or path in _STRANGERS_PATHS) and _length(environ) > MAX_STRANGER_BODY:
            headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(_TOO_LARGE)))]
            start_response("413 Content Too Large", headers)
            return [_TOO_LARGE]
        return self._app(environ, start_response)


def _admit(environ: Environ, person: str) -> None:
    if CONNECTION in environ:  # not under a server of another kind
        environ[CONNECTION].admit(person)


def _client_id(environ: Environ) -> str:
    return parse_qs(str(environ.get("QUERY_STRING", ""))).get("sid", [""])[0]


def _length(environ: Environ) -> int:
    """Bytes of the body; a body of unknown length counts as one that is too large."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return MAX_STRANGER_BODY + 1
    return int(environ.get("CONTENT_LENGTH") or 0)
