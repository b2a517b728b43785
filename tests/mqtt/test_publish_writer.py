"""mqtt.publish_writer: messages in blocks, PUBACKs to the outbox, all else to paho."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mqtt.connection import Connection
from mqtt.frames import PUBACK
from mqtt.outbox import FIRST_ID, Outbox
from mqtt.packets import PINGREQ_PACKET, PINGRESP_PACKET, acknowledgement, publish, suback
from mqtt.publish_writer import PublishWriter
from tests.mqtt.test_connection import client
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


@dataclass
class Ends:
    """A publish writer, its outbox, and the broker's end of its connection."""

    writer: PublishWriter
    outbox: Outbox
    broker: socket.socket

    def read(self) -> bytes:
        """What paho gets until it would have to wait."""
        got = b""
        try:
            while part := self.writer.recv(1):
                got += part
        except BlockingIOError:
            pass
        return got


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    outbox = Outbox(max_inflight=10_000, max_queued=10_000, wake=lambda: None)
    outbox.open()
    yield Ends(PublishWriter(ours, outbox), outbox, theirs)
    ours.close()
    theirs.close()


def test_all_that_is_published_is_sent_at_once(ends: Ends) -> None:
    for number in range(3):
        ends.outbox.publish("t", b"%d" % number, qos=1, retain=number == 2)
    ends.writer.flush()
    assert ends.broker.recv(65536) == b"".join(
        publish("t", b"%d" % number, qos=1, mid=FIRST_ID + number, retain=number == 2) for number in range(3)
    )


@pytest.mark.parametrize("size", [1, 3, 100])
def test_pubacks_are_the_outboxs_and_all_else_is_pahos(ends: Ends, size: int) -> None:
    messages = [ends.outbox.publish("t", b"", qos=1, retain=False) for _ in range(2)]
    ends.writer.flush()
    others = [suback(1, [1]), publish("lab/request/ping", b"x" * 200), PINGRESP_PACKET]
    pubacks = [acknowledgement(PUBACK, FIRST_ID + number) for number in range(2)]
    data = b"".join([others[0], pubacks[0], others[1], pubacks[1], others[2]])
    got = b""
    for at in range(0, len(data), size):
        ends.broker.sendall(data[at : at + size])
        got += ends.read()
    assert got == b"".join(others)
    assert [message.is_waiting for message in messages] == [False, False]


def test_a_packet_of_paho_is_never_amid_another(ends: Ends) -> None:
    for _ in range(9000):
        ends.outbox.publish("t", b"x" * 400, qos=1, retain=False)
    ends.writer.flush()
    assert ends.writer.wants_write
    assert ends.writer.send(PINGREQ_PACKET) == len(PINGREQ_PACKET)
    got = b""
    ends.broker.settimeout(5)
    while not got.endswith(PINGREQ_PACKET):
        got += ends.broker.recv(1_000_000)
        ends.writer.flush()
    assert got == b"".join(publish("t", b"x" * 400, qos=1, mid=FIRST_ID + n) for n in range(9000)) + PINGREQ_PACKET


def test_the_end_of_the_stream_is_pahos_to_see(ends: Ends) -> None:
    ends.broker.close()
    ends.outbox.publish("t", b"", qos=1, retain=False)
    ends.writer.flush()
    assert ends.writer.recv(1) == b""


def test_nonsense_ends_the_connection(ends: Ends) -> None:
    ends.broker.sendall(b"\x40\xff\xff\xff\xff\xff")
    with pytest.raises(ConnectionAbortedError):
        ends.writer.recv(1)


def published(connection: Connection, count: int) -> bool:
    sent = [connection.publish("w/a", b"%d" % number) for number in range(count)]
    return all(one.wait(20) for one in sent)


def test_messages_arrive_in_order_and_once_and_those_of_a_lost_connection_again(any_lab: Lab) -> None:
    any_lab.start_broker()
    with probe(any_lab.mqtt_port, "w/#") as watcher, client(any_lab.mqtt_port, publishes_in_blocks=True) as one:
        wait_until(lambda: one.subacks)
        assert published(one.connection, 300)
        wait_until(lambda: len(watcher.payloads("w/a")) >= 300)
        assert watcher.payloads("w/a") == [b"%d" % number for number in range(300)]
        one.connection.renew()
        sent = one.connection.publish("w/b", b"on the next connection")
        wait_until(lambda: len(one.sessions_present) == 2, seconds=20)
        wait_until(lambda: b"on the next connection" in watcher.payloads("w/b"), seconds=20)
        wait_until(lambda: not sent.is_waiting)


def test_qos_0_and_2_and_retained_messages_arrive_too(any_lab: Lab) -> None:
    any_lab.start_broker()
    with client(any_lab.mqtt_port, publishes_in_blocks=True) as one:
        wait_until(lambda: one.subacks)
        for qos in (0, 1, 2):
            assert one.connection.publish("t/a", str(qos), qos=qos).wait(10)
        assert one.connection.publish("t/kept", "x", retain=True).wait(10)
        wait_until(lambda: len(one.received) == 4, what=lambda: str(one.received))
    with probe(any_lab.mqtt_port, "t/#") as late:
        late.wait_for("t/kept")
