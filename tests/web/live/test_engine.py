"""web.live.engine: packets go out in order whoever reads slowly, pings come in time, a polling client may go over."""

import contextlib
import socket
from collections.abc import Iterator
from types import SimpleNamespace

import gevent
import orjson
import pytest
import requests
from engineio.packet import MESSAGE, PING, Packet
from gevent.socket import socketpair
from websocket import ABNF, WebSocketConnectionClosedException, create_connection
from websocket import WebSocket as WebSocketClient
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import CloseConnection, TextMessage

from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.socketio_client import ordered_client
from tests.support.waiting import wait_until
from web.live.engine import Outbox, Pings
from web.live.websocket import Frames, WebSocket


class Line:
    """An outbox, and the browser at the other end of its connection."""

    def __init__(self) -> None:
        ours, self.browser = socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        connection = WebSocket(lambda _: [], 1000, Frames())
        connection.socket, connection._is_open, connection._protocol = ours, True, Connection(ConnectionType.SERVER)
        self.outbox = Outbox(connection)
        self._protocol = Connection(ConnectionType.CLIENT)
        self._text = ""

    def read(self, count: int) -> list[str]:
        """The next so many messages; fewer when a goodbye comes."""
        got: list[str] = []
        while len(got) < count:
            self._protocol.receive_data(self.browser.recv(65536) or None)
            for event in self._protocol.events():
                if isinstance(event, CloseConnection):
                    return [*got, "goodbye"]
                assert isinstance(event, TextMessage)
                self._text += event.data
                if event.message_finished:
                    got.append(self._text)
                    self._text = ""
        return got


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    with gevent.Timeout(20):
        yield made
    made.browser.close()


def said(text: str) -> Packet:
    return Packet(MESSAGE, text)


def test_a_packet_is_out_when_put_returns(line: Line) -> None:
    line.outbox.put(said("hello"))
    line.browser.setblocking(False)
    assert line.read(1) == ["4hello"]


@pytest.mark.parametrize("size", [10, 3000, 200_000])
def test_who_reads_slowly_gets_all_in_order(line: Line, size: int) -> None:
    texts = [f"{number}{'x' * size}" for number in range(50)]
    for text in texts:
        line.outbox.put(said(text))
    assert line.read(50) == [f"4{text}" for text in texts]


def test_what_waits_is_counted(line: Line) -> None:
    for _ in range(10):
        line.outbox.put(said("x" * 200_000))
    gevent.sleep(0)
    assert 8 <= line.outbox.qsize() <= 10


def test_the_size_of_what_waits_is_known(line: Line) -> None:
    line.outbox.put(said("x" * 200_000))
    line.outbox.put(said("y" * 200_000))
    assert line.outbox.size() == 400_000 - 200_000 * (2 - line.outbox.qsize())
    line.read(2)
    gevent.sleep(0.01)
    assert line.outbox.size() == 0


def test_the_end_comes_behind_all_that_waits(line: Line) -> None:
    for text in ("a" * 200_000, "b"):
        line.outbox.put(said(text))
    line.outbox.put(None)
    assert line.read(3) == ["4" + "a" * 200_000, "4b", "goodbye"]


def test_nothing_is_kept_for_who_is_gone(line: Line) -> None:
    for _ in range(10):
        line.outbox.put(said("x" * 200_000))
    line.browser.close()
    with gevent.Timeout(10):
        while line.outbox.qsize():
            gevent.sleep(0.01)


def test_finishing_waits_for_what_is_on_its_way(line: Line) -> None:
    line.outbox.put(said("a" * 200_000))
    finishing = gevent.spawn(line.outbox.finish)
    assert line.read(2) == ["4" + "a" * 200_000, "goodbye"]
    finishing.join()


def test_each_client_is_pinged_when_it_is_time_unless_it_is_gone() -> None:
    got: list[tuple[str, int]] = []

    def client(name: str, *, closed: bool = False) -> SimpleNamespace:
        return SimpleNamespace(closing=False, closed=closed, send=lambda packet: got.append((name, packet.packet_type)))

    pings = Pings(0.02)
    for one in (client("a"), client("gone", closed=True), client("b")):
        pings.schedule(one)
    gevent.sleep(0)
    assert got == []
    with gevent.Timeout(10):
        while len(got) < 2:
            gevent.sleep(0.01)
    assert got == [("a", PING), ("b", PING)]


def test_a_client_that_asks_for_many_pings_gets_one() -> None:
    got: list[Packet] = []
    pings = Pings(0.01)
    client = SimpleNamespace(closing=False, closed=False, send=got.append)
    for _ in range(100):
        pings.schedule(client)
    with gevent.Timeout(10):
        while pings._due:
            gevent.sleep(0.01)
    assert len(got) == 1


def test_a_ping_that_fails_keeps_none_from_the_others() -> None:
    got: list[Packet] = []

    def fail(_packet: Packet) -> None:
        raise RuntimeError

    pings = Pings(0.01)
    for send in (fail, got.append):
        pings.schedule(SimpleNamespace(closing=False, closed=False, send=send))
    with gevent.Timeout(10):
        while not got:
            gevent.sleep(0.01)


def opened(lab: Lab) -> WebSocketClient:
    """A WebSocket whose Engine.IO client is open."""
    made = create_connection(lab.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket", timeout=10)
    made.recv()
    return made


@pytest.mark.parametrize("packets", [("1", "40"), ("x",), ("6",), ("40", "1", "40", '42["join"]')])
def test_who_says_goodbye_or_nonsense_is_ended_without_a_traceback(running: Lab, packets: tuple[str, ...]) -> None:
    before = running.services["web"].text().count("Traceback")
    client = opened(running)
    with contextlib.suppress(
        OSError, WebSocketConnectionClosedException
    ):  # the server may end the connection at the first one
        for packet in packets:
            client.send(packet)
        while client.recv_data()[0] != ABNF.OPCODE_CLOSE:
            pass
    client.close()
    assert running.services["web"].text().count("Traceback") == before


def test_a_second_connection_takes_no_client_over(running: Lab) -> None:
    base = f"{running.url}/socket.io/?EIO=4&transport="
    sid = orjson.loads(requests.get(f"{base}polling", timeout=10).text[1:])["sid"]
    url = f"{base}websocket&sid={sid}".replace("http", "ws")
    first = create_connection(url, timeout=10)
    first.send("2probe")
    assert first.recv() == "3probe"
    second = create_connection(url, timeout=10)
    assert second.recv_data()[0] == ABNF.OPCODE_CLOSE
    assert "Traceback" not in running.services["web"].text()
    first.send("5")
    first.send("40")
    assert str(first.recv()).startswith(("40", "6"))
    first.close()


def test_an_upgrade_that_is_not_finished_ends_although_frames_come(running: Lab) -> None:
    base = f"{running.url}/socket.io/?EIO=4&transport="
    sid = orjson.loads(requests.get(f"{base}polling", timeout=10).text[1:])["sid"]
    client = create_connection(f"{base}websocket&sid={sid}".replace("http", "ws"), timeout=1)

    def has_ended() -> bool:
        try:
            client.ping()
            return bool(client.recv_data(control_frame=True)[0] == ABNF.OPCODE_CLOSE)
        except (OSError, WebSocketConnectionClosedException):
            return True

    wait_until(has_ended, seconds=25, every=0.5, what="the connection ends")


@pytest.mark.parametrize("transports", [["polling"], ["polling", "websocket"], ["websocket"]])
def test_records_come_over_every_transport(running: Lab, session: str, transports: list[str]) -> None:
    client = ordered_client()
    got: list[int] = []
    client.on("records", lambda document: got.extend(record["seq"] for record in document["records"]))
    client.connect(running.url, transports=transports)
    try:
        assert client.transport() == transports[-1]
        client.call("join", {"session": session, "role": "usuario", "after": 0}, timeout=10)
        with probe(running.mqtt_port) as device:
            for number in range(20):
                device.publish(f"chat/{session}/lamp", str(number))
        wait_until(lambda: got == list(range(1, 21)), what="all records")
    finally:
        client.disconnect()
