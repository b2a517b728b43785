"""The WebSocket under Socket.IO, spoken to frame by frame."""

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Event,
    Ping,
    Pong,
    Request,
    TextMessage,
)
from wsproto.extensions import PerMessageDeflate
from wsproto.frame_protocol import FrameProtocol

from tests.support.services import Lab
from web.live.websocket import Frames

PATH = "/socket.io/?EIO=4&transport=websocket"


class Peer:
    """A WebSocket client that shows every event."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._events: Iterator[Event] = iter(())
        self.send(Request(host=f"127.0.0.1:{port}", target=PATH, extensions=[PerMessageDeflate()]))

    def send(self, event: Event) -> None:
        self._socket.sendall(self._protocol.send(event))

    def next_event(self) -> Event:
        """What comes next. Raises OSError when nothing does."""
        while (event := next(self._events, None)) is None:
            self._protocol.receive_data(self._socket.recv(65536) or None)
            self._events = self._protocol.events()
        return event

    def next_of(self, kind: type[Event]) -> Event:
        while not isinstance(event := self.next_event(), kind):
            pass
        return event

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def peer(running: Lab) -> Iterator[Peer]:
    peer = Peer(running.web_port)
    yield peer
    peer.close()


@given(st.text() | st.binary())
def test_a_kept_frame_is_the_frame_that_wsproto_makes(message: str | bytes) -> None:
    frames = Frames()
    frames.of(message)
    assert frames.of(message) == FrameProtocol(client=False, extensions=[]).send_data(message)


def test_the_same_message_is_framed_once() -> None:
    frames, message = Frames(), "4" * 100
    assert frames.of(message) is frames.of(message)


def test_another_message_gets_its_own_frame() -> None:
    frames = Frames()
    assert frames.of("a") != frames.of("b")


def test_compression_is_not_taken_up(peer: Peer) -> None:
    answer = peer.next_of(AcceptConnection)
    assert isinstance(answer, AcceptConnection)
    assert answer.extensions == []


def test_engine_io_opens_the_conversation(peer: Peer) -> None:
    opened = peer.next_of(TextMessage)
    assert isinstance(opened, TextMessage)
    assert opened.data.startswith('0{"sid":')


def test_a_ping_is_answered(peer: Peer) -> None:
    peer.next_of(AcceptConnection)
    peer.send(Ping(payload=b"here?"))
    assert peer.next_of(Pong) == Pong(payload=b"here?")


def test_a_message_in_parts_is_put_together(peer: Peer) -> None:
    peer.next_of(TextMessage)
    peer.send(TextMessage(data="4", message_finished=False))
    peer.send(TextMessage(data="0", message_finished=True))
    connected = peer.next_of(TextMessage)
    assert isinstance(connected, TextMessage)
    assert connected.data.startswith('40{"sid":')


def test_a_message_that_is_too_large_is_refused_while_it_arrives(peer: Peer) -> None:
    peer.next_of(TextMessage)
    for _ in range(40):
        peer.send(BytesMessage(data=b"x" * 65536, message_finished=False))
    closed = peer.next_of(CloseConnection)
    assert isinstance(closed, CloseConnection)
    assert closed.code == 1009


def test_a_goodbye_is_answered(peer: Peer) -> None:
    peer.next_of(TextMessage)
    peer.send(CloseConnection(code=1000))
    closed = peer.next_of(CloseConnection)
    assert isinstance(closed, CloseConnection)
    assert closed.code == 1000


def test_bytes_that_are_no_frame_end_the_connection_with_a_word(running: Lab) -> None:
    peer = Peer(running.web_port)
    peer.next_of(TextMessage)
    peer._socket.sendall(b"\xff" * 32)
    closed = peer.next_of(CloseConnection)
    assert isinstance(closed, CloseConnection)
    assert closed.code == 1002
    peer.close()


def test_a_handshake_of_an_unknown_version_is_refused(running: Lab) -> None:
    with socket.create_connection(("127.0.0.1", running.web_port), timeout=10) as raw:
        raw.sendall(
            f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{running.web_port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 12\r\n\r\n".encode()
        )
        assert raw.recv(100).startswith(b"HTTP/1.1 400 ")
