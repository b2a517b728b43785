"""A browser that reads only when it is told to."""

import socket

import websocket

from tests.support.services import Lab


class SlowBrowser:
    """A browser that joins and then reads nothing until it is told to: a bare WebSocket with a small buffer."""

    def __init__(self, lab: Lab) -> None:
        url = f"ws://127.0.0.1:{lab.web_port}/socket.io/?EIO=4&transport=websocket"
        self._socket = websocket.create_connection(
            url, sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)], timeout=30
        )
        self._socket.recv()
        self._socket.send("40")
        self._socket.recv()

    def join(self, session: str) -> None:
        """Join, and read the answer."""
        self._socket.send(f'420["join",{{"session":"{session}","role":"slow","after":null}}]')
        assert str(self._socket.recv()).startswith("430")

    def read_until(self, word: str) -> str:
        """Read packets until one names `word`."""
        while word not in (text := str(self._socket.recv())[:40]):
            if text.startswith("2"):
                self._socket.send("3")
        return text
