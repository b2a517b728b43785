"""What the page sends to browsers over Socket.IO. Call it on the server's loop."""

from pathlib import Path
from typing import Any

import orjson
from engineio.packet import MESSAGE, Packet
from flask_socketio import SocketIO

from chat.history import History
from web.live.engineio_private import EngineIoServer
from web.live.socketio_private import SocketIoServer


class Broadcast:
    """Emits the events of docs/protocol.md. `logs` is the folder that tells where a session's log ends."""

    def __init__(self, socketio: SocketIO, engine: EngineIoServer, server: SocketIoServer, logs: Path) -> None:
        self._socketio = socketio
        self._engine = engine
        self._server = server
        self._logs = logs

    def records(self, session: str, lines: list[bytes]) -> None:
        """Send record lines, each a JSON document, to a session's room: one event, encoded once, of the lines as they
        are."""
        # An event packet of the Socket.IO protocol (version 5): 2, and an array of its name and its argument.
        text = b'2["records",{"session":%b,"records":[%b]}]' % (orjson.dumps(session), b",".join(lines))
        packet = Packet(MESSAGE, text.decode())
        for engine_sid in self._server.engine_sids_in(session):
            self._engine.send(engine_sid, packet)

    def presence(self, session: str, participants: list[dict[str, Any]]) -> None:
        """Send a session's participants to its room."""
        document = {"session": session, "participants": participants}
        self._socketio.emit("presence", document, to=session)

    def behind(self, session: str, sid: str | None = None) -> None:
        """Tell a session's room, or one client, where the session's log ends. Raises OSError."""
        document = {"session": session, "last_seq": History.of(self._logs, session).last_seq()}
        self._socketio.emit("behind", document, to=sid or session)

    def notice(self, kind: str, detail: object = "") -> None:
        """Send a notice to everybody."""
        self._socketio.emit("notice", {"kind": kind, "detail": detail})

    def wire(self, sid: str, document: dict[str, Any]) -> None:
        """Send packets of the wire to a client that watches it."""
        self._socketio.emit("wire", document, to=sid)
