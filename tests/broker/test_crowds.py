"""Crowds and floods at the brokers: the others are served meanwhile, and memory is bounded."""

import socket
from contextlib import ExitStack

import psutil
import pytest

from broker.limits import MAX_CONNECTIONS, MAX_FILTER, MAX_RETAINED, MAX_SUBSCRIPTIONS, RESERVED_CONNECTIONS
from chat.access import RELAY_CLIENT_ID
from mqtt.frames import SUBACK
from mqtt.packets import SERVER_UNAVAILABLE, publish, subscribe
from tests.broker.wire import Wire
from tests.support.services import Lab
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("many_files")

CROWD = 5000
MIB = 1024 * 1024


def memory(lab: Lab) -> int:
    """Bytes of the broker's memory."""
    process = lab.services["broker"].process
    assert process is not None
    return int(psutil.Process(process.pid).memory_info().rss)


def passes(lab: Lab) -> bool:
    """Whether an ordinary message passes, from an ordinary client to another."""
    with Wire(lab.mqtt_port) as reader, Wire(lab.mqtt_port) as writer:
        reader.connect("ordinary-reader")
        reader.subscribe("chat/aula1/+", 1)
        writer.connect("ordinary-writer")
        writer.publish("chat/aula1/usuario", b"hello")
        return reader.receive(1)[0].payload == b"hello"


def connections(stack: ExitStack, port: int, count: int, first: bytes) -> list[socket.socket]:
    """So many connections that say `first` and then nothing."""
    made = []
    for _ in range(count):
        one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
        if first:
            one.sendall(first)
        made.append(one)
    return made


@pytest.mark.parametrize("first", [b"", b"\x10\x7f\0\4MQ"], ids=["idle", "slow CONNECT"])
def test_five_thousand_connections_that_say_nothing_keep_nobody_out(any_broker: Lab, first: bytes) -> None:
    before = memory(any_broker)
    with ExitStack() as stack:
        connections(stack, any_broker.mqtt_port, CROWD, first)
        assert passes(any_broker)
        assert memory(any_broker) - before < 150 * MIB


def test_the_embedded_broker_holds_no_more_connections_than_its_limit(embedded: Lab) -> None:
    process = embedded.services["broker"].process
    assert process is not None
    with ExitStack() as stack:
        connections(stack, embedded.mqtt_port, MAX_CONNECTIONS + 500, b"")
        assert passes(embedded)
        most = MAX_CONNECTIONS + RESERVED_CONNECTIONS + 50
        wait_until(lambda: psutil.Process(process.pid).num_fds() <= most, what="the rest is closed")


def test_when_all_places_are_taken_the_services_of_the_lab_come_in_and_others_are_told(embedded: Lab) -> None:
    before = memory(embedded)
    with ExitStack() as stack:
        codes = [
            stack.enter_context(Wire(embedded.mqtt_port)).connect(f"device-{number}").body[1]
            for number in range(MAX_CONNECTIONS + 1)
        ]
        assert set(codes[: MAX_CONNECTIONS - 10]) == {0}
        assert codes[-1] == SERVER_UNAVAILABLE
        service = stack.enter_context(Wire(embedded.mqtt_port))
        assert service.connect(RELAY_CLIENT_ID).body[1] == 0
        assert memory(embedded) - before < 300 * MIB
    assert "all places are taken" in embedded.services["broker"].text()


def test_a_reader_that_never_reads_delays_nobody(any_broker: Lab) -> None:
    before = memory(any_broker)
    with Wire(any_broker.mqtt_port) as deaf:
        deaf.connect("deaf")
        deaf.subscribe("chat/#", 0)
        with Wire(any_broker.mqtt_port) as writer:
            writer.connect("writer")
            for _ in range(400):
                writer.send(publish("chat/aula1/usuario", b"x" * 100_000))
            writer.ping()
        assert passes(any_broker)
        assert memory(any_broker) - before < 250 * MIB


def subscribe_to(wire: Wire, filters: list[str]) -> list[int]:
    """SUBSCRIBE to many at once; the codes of the SUBACK."""
    wire.send(subscribe(1, [(name, 0) for name in filters]))
    return list(wire.expect(SUBACK).body[2:])


def test_too_many_subscriptions_are_refused_one_by_one(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as wire:
        wire.connect("greedy")
        codes = subscribe_to(wire, [f"chat/s{n}/+" for n in range(MAX_SUBSCRIPTIONS + 100)])
        assert (codes.count(0), codes.count(0x80)) == (MAX_SUBSCRIPTIONS, 100)
        wire.unsubscribe("chat/s0/+")
        assert subscribe_to(wire, ["chat/one-more/+", "chat/s1/+", "chat/two-more/+"]) == [0, 0, 0x80]
    assert passes(embedded)


def test_a_filter_that_is_far_too_long_is_refused(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as wire:
        wire.connect("greedy")
        assert subscribe_to(wire, ["x" * MAX_FILTER, "x" * (MAX_FILTER + 1)]) == [0, 0x80]


def test_ten_thousand_subscriptions_of_one_client_delay_nobody(any_broker: Lab) -> None:
    before = memory(any_broker)
    with Wire(any_broker.mqtt_port) as wire:
        wire.connect("greedy")
        for start in range(0, 10_000, 1000):
            subscribe_to(wire, [f"chat/s{n}/+/{n}" for n in range(start, start + 1000)])
        assert passes(any_broker)
        assert memory(any_broker) - before < 50 * MIB


def test_a_flood_of_retained_messages_is_bounded(embedded: Lab) -> None:
    before = memory(embedded)
    with Wire(embedded.mqtt_port) as wire:
        wire.connect("hoarder")
        for n in range(0, MAX_RETAINED + 2000, 500):
            burst = (publish(f"status/s{m}/x", b"y" * 500, retain=True) for m in range(n, n + 500))
            wire.send(b"".join(burst))
        wire.ping()
    assert passes(embedded)
    assert "not retained" in embedded.services["broker"].text()
    assert memory(embedded) - before < 64 * MIB


def test_a_flood_of_connections_that_come_and_go_delays_nobody(any_broker: Lab) -> None:
    before = memory(any_broker)
    for n in range(300):
        with Wire(any_broker.mqtt_port) as wire:
            wire.connect(f"fickle-{n}", clean=True)
    assert passes(any_broker)
    assert memory(any_broker) - before < 20 * MIB
