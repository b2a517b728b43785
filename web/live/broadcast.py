"""Record lines to a whole room: one event, encoded once, made of the lines as they are."""

import orjson
from engineio.packet import MESSAGE, Packet
from flask_socketio import SocketIO

NAMESPACE = "/"


class Broadcast:
    """Sends `records` events. Call it on the server's loop."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def records(self, session: str, lines: list[bytes]) -> None:
        """Send record lines, each a JSON document, to all that are in the session's room."""
        # An event packet of the Socket.IO protocol (version 5): 2, and an array of its name and its argument.
        text = b'2["records",{"session":%b,"records":[%b]}]' % (orjson.dumps(session), b",".join(lines))
        packet = Packet(MESSAGE, text.decode())
        server = self._socketio.server
        for _sid, eio_sid in server.manager.get_participants(NAMESPACE, session):
            client = server.eio.sockets.get(eio_sid)
            if client is not None and not client.closed:
                client.queue.put(packet)
