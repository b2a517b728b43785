"""What the lab relies on in paho beyond its documentation. A failure here says what an upgrade of paho broke."""

import socket
import threading
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from mqtt.frames import CONNECT, PUBLISH, take_frame
from mqtt.packets import connack
from mqtt.paho_private import WrappingClient


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


@pytest.fixture
def client(server: socket.socket) -> Iterator[WrappingClient]:
    """A client that is told where the server is, with a loop of the test's own."""
    made = WrappingClient(CallbackAPIVersion.VERSION2, "a", protocol=MQTTProtocolVersion.MQTTv311)
    made.on_socket_register_write = lambda *_: None
    made.connect_async("127.0.0.1", server.getsockname()[1])
    yield made
    opened = made.socket()
    if opened is not None:
        opened.close()


def accept(server: socket.socket, client: Client) -> socket.socket:
    """Connect the client, and accept it."""
    client.reconnect()
    connection = server.accept()[0]
    client.loop_write()
    frame = take_frame(bytearray(connection.recv(1000)))
    assert frame is not None
    assert frame.kind == CONNECT
    connection.sendall(connack(0))
    connection.settimeout(0)
    while not client.is_connected():
        client.loop_read()
    return connection


def test_the_version_is_one_that_these_tests_know() -> None:
    assert version("paho-mqtt").split(".")[:2] == ["2", "2"], "read paho's loop and its _create_socket once more"


def test_paho_makes_its_sockets_in_create_socket(server: socket.socket, client: WrappingClient) -> None:
    made: list[Any] = []
    client.wrap = lambda opened: made.append(opened) or opened  # type: ignore[func-returns-value]
    with accept(server, client):
        assert made == [client.socket()], "paho no longer uses what _create_socket returns"


def test_paho_takes_a_packet_only_through_recv_of_its_socket(server: socket.socket, client: WrappingClient) -> None:
    calls: list[str] = []

    class Recorder:
        def __init__(self, beneath: socket.socket) -> None:
            self._beneath = beneath

        def __getattr__(self, name: str) -> Any:
            calls.append(name)
            return getattr(self._beneath, name)

    client.wrap = Recorder
    with accept(server, client):
        used = set(calls)
    assert used <= {"recv", "send", "setblocking", "fileno", "close"}, "the bridge's reader lacks what paho calls now"


def test_other_threads_do_not_write_while_there_is_a_loop_of_our_own(
    server: socket.socket, client: WrappingClient
) -> None:
    with accept(server, client) as connection:
        sender = threading.Thread(target=client.publish, args=("t", b"x", 1))
        sender.start()
        sender.join()
        with pytest.raises(BlockingIOError):
            connection.recv(1000)
        assert client.want_write(), "paho wrote in the publisher's thread: two threads would use one TLS connection"
        client.loop_write()
        frame = take_frame(bytearray(connection.recv(1000)))
        assert frame is not None
        assert frame.kind == PUBLISH


def test_a_packet_that_waits_calls_for_the_loop(server: socket.socket, client: WrappingClient) -> None:
    woken: list[int] = []
    client.on_socket_register_write = lambda *_: woken.append(1)
    with accept(server, client):
        woken.clear()
        client.publish("t", b"x")
        assert woken == [1], "paho no longer tells that there is something to write: it would wait for the next turn"


def test_the_close_is_announced_while_the_socket_is_open(server: socket.socket, client: WrappingClient) -> None:
    numbers: list[int] = []
    client.on_socket_close = lambda _client, _data, closing: numbers.append(closing.fileno())
    accept(server, client).close()
    while client.socket() is not None:
        client.loop_read()
    assert [number > 0 for number in numbers] == [True], "gevent must forget a socket before it is closed"


def test_reconnecting_is_possible_when_the_socket_is_closed_already(
    server: socket.socket, client: WrappingClient
) -> None:
    first = accept(server, client)
    opened = client.socket()
    assert opened is not None
    opened.close()
    with first, accept(server, client):
        assert client.is_connected(), "a connection that failed could not be made again"
