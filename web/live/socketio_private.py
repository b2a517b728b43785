"""What the web uses of python-socketio beyond its documentation. requirements.txt pins the version that this is for,
and tests/web/live/test_socketio_private.py says in words what another one broke.
"""

from collections.abc import Callable, Iterator
from typing import Any

from socketio.packet import ACK, BINARY_ACK, BINARY_EVENT

NAMESPACE = "/"

_BINARY = (str(BINARY_EVENT), str(BINARY_ACK))

# What Flask-SocketIO needs to make a request of it, in whose context an event is handled.
_KEPT = (
    "flask.app",
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "REMOTE_ADDR",
    "wsgi.url_scheme",
    "wsgi.version",
)


class SocketIoServer:
    """A server of python-socketio. `server` is its `socketio.Server`."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def sid_of(self, engine_sid: str) -> str | None:
        """The Socket.IO id of an Engine.IO client; None when it is not connected."""
        sid: str | None = self._server.manager.sid_from_eio_sid(engine_sid, NAMESPACE)
        return sid

    def engine_sid_of(self, sid: str) -> str | None:
        """The Engine.IO id of a Socket.IO client; None when it is gone."""
        engine_sid: str | None = self._server.manager.eio_sid_from_sid(sid, NAMESPACE)
        return engine_sid

    def engine_sids_in(self, room: str) -> Iterator[str]:
        """The Engine.IO ids of the clients in a room."""
        return (engine_sid for _, engine_sid in self._server.manager.get_participants(NAMESPACE, room))

    def keep_little_of_requests(self) -> None:
        """Keep of the request that opened a client only what an event's handler needs: the rest may be large."""
        connect = self._server.eio.handlers["connect"]

        def connect_with_little(engine_sid: str, environ: dict[str, Any]) -> object:
            return connect(engine_sid, {key: environ[key] for key in _KEPT if key in environ})

        self._server.eio.on("connect", connect_with_little)

    def ignore_ended_clients(self) -> None:
        """Ignore packets that come after a client's end: python-socketio would make an entry for it that stays."""
        handle = self._server.eio.handlers["message"]

        def handle_if_open(engine_sid: str, data: str | bytes) -> None:
            if engine_sid in self._server.environ:
                handle(engine_sid, data)

        self._server.eio.on("message", handle_if_open)

    def check_events(self, refuse: Callable[[str, str], dict[str, Any]]) -> None:
        """Call `refuse(sid, name)` before each event: it returns the answer to an event that no handler gets, or {}.

        python-socketio would take an event named `connect` or `disconnect` that a client sends for its own. A refusal
        here costs a sixth of one in a handler, for which Flask-SocketIO makes a request with its session.
        """
        handle = self._server._handle_event  # noqa: SLF001 - it has no setting for it

        def handle_checked(engine_sid: str, namespace: str | None, number: int | None, data: Any) -> None:
            sid = self.sid_of(engine_sid)
            if sid is None:
                return
            refusal = refuse(sid, _name_of(data))
            if not refusal:
                handle(engine_sid, namespace, number, data)
            elif number is not None:
                self._answer(engine_sid, namespace, number, refusal)

        self._server._handle_event = handle_checked  # noqa: SLF001 - as said

    def refuse_attachments(self, answer: dict[str, Any]) -> None:
        """Answer so to events with binary attachments, which the protocol does not have, and drop the attachments.

        python-socketio would collect as many attachments as a client says will come.
        """
        handle = self._server.eio.handlers["message"]

        def handle_text(engine_sid: str, data: str | bytes) -> None:
            if isinstance(data, bytes):  # an attachment
                return
            if data.startswith(_BINARY):
                self._refuse_binary(engine_sid, data, answer)
            else:
                handle(engine_sid, data)

        self._server.eio.on("message", handle_text)

    def _refuse_binary(self, engine_sid: str, data: str, answer: dict[str, Any]) -> None:
        packet = self._server.packet_class(encoded_packet=data)
        if packet.packet_type == BINARY_EVENT and packet.id is not None and self.sid_of(engine_sid) is not None:
            self._answer(engine_sid, packet.namespace, packet.id, answer)

    def _answer(self, engine_sid: str, namespace: str | None, number: int, answer: dict[str, Any]) -> None:
        packet = self._server.packet_class(ACK, namespace=namespace, id=number, data=[answer])
        self._server._send_packet(engine_sid, packet)  # noqa: SLF001 - as said


def _name_of(data: Any) -> str:
    """The name of an event packet; empty when it has none."""
    return data[0] if isinstance(data, list) and data and isinstance(data[0], str) else ""
