"""mqtt.publish_reader: messages in blocks, all else to paho, and nothing between the parts of a packet."""

import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from mqtt.connection import BrokerAddress, Connection
from mqtt.packets import PINGRESP_PACKET
from mqtt.publish_reader import PublishReader
from mqtt.publish_stream import Delivery
from tests.mqtt.deliveries import encode
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

HELLO = Delivery(3, "chat/aula1/usuario", b"hello", 1, 1)
AGAIN = HELLO._replace(mid=2)


@dataclass
class Ends:
    """A publish reader and the broker's end of its connection."""

    reader: PublishReader
    broker: socket.socket
    taken: list[Delivery] = field(default_factory=list)

    def read(self) -> bytes:
        """What paho gets until it would have to wait."""
        got = b""
        while True:
            try:
                part = self.reader.recv(1)
            except BlockingIOError:
                return got
            if not part:
                return got
            got += part


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    taken: list[Delivery] = []
    yield Ends(PublishReader(ours, 3, taken.extend), theirs, taken)
    ours.close()
    theirs.close()


def test_messages_are_handed_over(ends: Ends) -> None:
    ends.broker.sendall(encode(HELLO) + encode(AGAIN))
    ends.read()
    assert ends.taken == [HELLO, AGAIN]


def test_paho_gets_all_other_packets(ends: Ends) -> None:
    ends.broker.sendall(encode(HELLO) + PINGRESP_PACKET + encode(AGAIN) + PINGRESP_PACKET)
    assert ends.read() == PINGRESP_PACKET * 2


def test_messages_wait_until_paho_has_read_what_came_before_them(ends: Ends) -> None:
    ends.broker.sendall(PINGRESP_PACKET + encode(HELLO))
    ends.reader.recv(1)
    assert ends.taken == []


def test_paho_comes_back_without_waiting_while_messages_wait(ends: Ends) -> None:
    ends.broker.sendall(PINGRESP_PACKET + encode(HELLO))
    ends.reader.recv(2)
    assert ends.reader.pending()


def test_a_message_may_come_in_two_parts(ends: Ends) -> None:
    packet = encode(HELLO)
    ends.broker.sendall(packet[:9])
    ends.read()
    ends.broker.sendall(packet[9:])
    ends.read()
    assert ends.taken == [HELLO]


def test_the_end_of_the_connection_is_the_end_for_paho(ends: Ends) -> None:
    ends.broker.close()
    assert ends.reader.recv(1) == b""


def test_what_is_no_packet_ends_the_connection(ends: Ends) -> None:
    ends.broker.sendall(b"\x30\xff\xff\xff\xff\x01")
    with pytest.raises(ConnectionAbortedError):
        ends.reader.recv(1)


def test_acknowledgements_go_out_in_order(ends: Ends) -> None:
    ends.reader.acknowledge([1, 258])
    assert ends.broker.recv(100) == b"\x40\x02\x00\x01\x40\x02\x01\x02"


def test_a_broker_that_reads_slowly_gets_every_byte_in_order(ends: Ends) -> None:
    sender = threading.Thread(target=ends.reader.send, args=(bytes(range(256)) * 8192,))
    sender.start()
    got = b""
    while len(got) < 256 * 8192:
        got += ends.broker.recv(4096)
    sender.join()
    assert got == bytes(range(256)) * 8192


def test_it_receives_what_a_plain_paho_receives(any_lab: Lab) -> None:
    any_lab.start_broker()
    received: list[Delivery] = []
    subscribed: list[int] = []
    client = Connection(
        BrokerAddress("127.0.0.1", any_lab.mqtt_port),
        name="reader",
        log=logging.getLogger("test"),
        wrap=lambda connection: PublishReader(connection, 1, received.extend),
        on_connected=lambda _: client.subscribe([("t/#", 1)]),
        on_subscribed=lambda mid, _: subscribed.append(mid),
    )
    client.start()
    wait_until(lambda: subscribed)
    with probe(any_lab.mqtt_port, "t/#") as plain:
        for number, size in enumerate([0, 1, 127, 128, 16_000, 100_000] * 3):
            plain.publish(f"t/{number}", b"x" * size, qos=number % 3)
        wait_until(lambda: len(plain.received) == len(received) == 18)
    client.stop()
    assert [(one.topic, one.payload, min(one.qos, 1)) for one in received] == [
        (one.topic, bytes(one.payload), one.qos) for one in plain.received
    ]
