"""What a connection does with its packets, and when it ends; the network is one that the test moves by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from broker.embedded import connection, router, sender
from broker.embedded.bridge_session import BridgeSession
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config
from mqtt.frames import PUBACK
from mqtt.packets import (
    DISCONNECT_PACKET,
    PINGREQ_PACKET,
    PINGRESP_PACKET,
    acknowledgement,
    connack,
    connect,
    publish,
    suback,
    subscribe,
)
from tests.broker.fake_network import FakeNetwork

T = TypeVar("T")
STATUS, CHAT = "status/aula1/lamp", "chat/aula1/lamp"
CONNECTED = connack(0)


class Client:
    """A client and the task that serves it."""

    def __init__(self, broker: LabBroker, *packets: bytes, takes: int = 1_000_000) -> None:
        self.network = FakeNetwork(takes)
        self.serving = asyncio.create_task(broker.connected(self.network))
        self.network.receive(b"".join(packets))

    @property
    def answers(self) -> bytes:
        """All that it was sent."""
        return b"".join(self.network.written)

    async def hears(self, expected: bytes) -> None:
        """Wait until it was sent this, and nothing else. Raises TimeoutError after 5 seconds."""
        async with asyncio.timeout(5):
            while self.answers != expected:
                await asyncio.sleep(0.001)

    async def gone(self) -> None:
        """Wait until the broker serves it no longer. Raises TimeoutError after 5 seconds."""
        async with asyncio.timeout(5):
            await self.serving


def run(trial: Callable[[LabBroker], Awaitable[T]], bridge: BridgeSession | None = None) -> T:
    """What a trial finds with a new broker."""

    async def main() -> T:
        broker = LabBroker(broker_config(), bridge=bridge)
        await broker.start()
        try:
            return await trial(broker)
        finally:
            await broker.shutdown()

    return asyncio.run(main())


def test_packets_that_come_with_connect_are_answered_after_it_and_in_order() -> None:
    async def trial(broker: LabBroker) -> None:
        ping, status = PINGREQ_PACKET, publish(STATUS, b"x", qos=1, mid=7)
        lamp = Client(broker, connect("lamp"), subscribe(1, [("a", 0)]), ping, status)
        await lamp.hears(CONNECTED + suback(1, [0]) + PINGRESP_PACKET + acknowledgement(PUBACK, 7))

    run(trial)


def test_nothing_behind_disconnect_is_answered() -> None:
    async def trial(broker: LabBroker) -> bytes:
        lamp = Client(broker, connect("lamp"))
        await lamp.hears(CONNECTED)
        lamp.network.receive(DISCONNECT_PACKET + PINGREQ_PACKET)
        await lamp.gone()
        return lamp.answers

    assert run(trial) == CONNECTED


def test_a_client_that_does_not_read_its_answers_is_not_read_until_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "_MOST_ANSWERS", 10)

    async def trial(broker: LabBroker) -> tuple[bool, bool]:
        lamp = Client(broker, connect("lamp"), takes=1)
        await lamp.hears(CONNECTED)
        lamp.network.receive(PINGREQ_PACKET * 20)
        during = lamp.network.is_reading
        lamp.network.read()
        await lamp.hears(CONNECTED + PINGRESP_PACKET * 20)
        return during, lamp.network.is_reading

    assert run(trial) == (False, True)


def test_a_client_that_leaves_with_its_answers_unread_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "_MOST_ANSWERS", 10)

    async def trial(broker: LabBroker) -> None:
        lamp = Client(broker, connect("lamp"), takes=1)
        await lamp.hears(CONNECTED)
        lamp.network.receive(PINGREQ_PACKET * 20)
        lamp.network.ended()
        await lamp.gone()

    run(trial)


def test_what_a_client_sent_before_it_left_is_delivered_though_it_was_slowed_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(router, "PRESSED_AT", 0)
    monkeypatch.setattr(connection, "PRESSED_PAUSE", 0.05)

    async def trial(broker: LabBroker) -> None:
        reader = Client(broker, connect("reader", clean=False), subscribe(1, [(STATUS, 0)]))
        await reader.hears(CONNECTED + suback(1, [0]))
        lamp = Client(broker, connect("lamp"))
        await lamp.hears(CONNECTED)
        lamp.network.receive(publish(STATUS, b"1") + publish(STATUS, b"2"))
        assert not lamp.network.is_reading
        lamp.network.ended()
        await reader.hears(CONNECTED + suback(1, [0]) + publish(STATUS, b"1") + publish(STATUS, b"2"))
        await lamp.gone()

    run(trial)


def test_a_publisher_that_waits_for_room_may_be_silent_beyond_its_keep_alive() -> None:
    bridge = BridgeSession("lab-bridge", max_messages=1)

    async def trial(broker: LabBroker) -> bool:
        lamp = Client(broker, connect("lamp", keep_alive=1))
        await lamp.hears(CONNECTED)
        lamp.network.receive(publish(CHAT, b"1", qos=1, mid=1) + publish(CHAT, b"2", qos=1, mid=2))
        watch = Client(broker, connect("watch", keep_alive=1))
        await watch.gone()  # as silent as the publisher, and connected later
        await asyncio.sleep(0.1)
        return lamp.serving.done()

    assert not run(trial, bridge)


def test_an_error_in_a_packet_ends_the_connection() -> None:
    async def trial(broker: LabBroker) -> bytes:
        lamp = Client(broker, connect("lamp"))
        await lamp.hears(CONNECTED)
        lamp.network.receive(b"\xf0\0" + PINGREQ_PACKET)
        await lamp.gone()
        return lamp.answers

    assert run(trial) == CONNECTED
