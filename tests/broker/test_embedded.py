"""What the embedded broker promises beyond what both do."""

import asyncio
import subprocess
from contextlib import suppress

import pytest
from amqtt.contexts import ListenerType
from amqtt.session import Session

from broker.address import Address
from broker.embedded.admission import read_connect
from broker.embedded.listeners import Listeners
from broker.embedded.origin import OwnNames
from broker.embedded.receipts import Receipt
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config
from mqtt.frames import PUBACK, PacketError
from mqtt.packets import Publish, connect, publish
from tests.broker.fake_network import FakeNetwork
from tests.broker.wire import Wire
from tests.support.ports import free_port
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until


def process_of(lab: Lab) -> Service:
    """The broker's process."""
    return lab.services["broker"]


def memory(lab: Lab) -> int:
    """Bytes of memory that the broker holds."""
    process = process_of(lab).process
    assert process is not None
    ps = subprocess.run(["ps", "-o", "rss=", "-p", str(process.pid)], capture_output=True, check=True)
    return int(ps.stdout) * 1024


def fill(wire: Wire, data: bytes) -> None:
    """Send until the broker takes no more, but not without end."""
    with suppress(TimeoutError):
        for _ in range(1000):
            wire.send(data)
        raise AssertionError("the broker takes it all")


def test_a_message_of_a_chat_is_never_retained(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as participant:
        participant.connect("participant")
        participant.publish("chat/aula1/usuario", b"once", retain=True)
    with Wire(embedded.mqtt_port) as watcher:
        watcher.connect("watcher")
        watcher.subscribe("chat/+/+")
        assert watcher.is_quiet()


def test_overlapping_subscriptions_bring_a_message_once(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as wire:
        wire.connect("watcher")
        wire.subscribe("chat/#", 0)
        wire.subscribe("chat/aula1/+", 1)
        wire.send(publish("chat/aula1/usuario", b"once", qos=1, mid=9))
        came = [wire.next(), wire.next()]
        assert {packet.kind for packet in came if packet} == {PUBACK, 3}
        assert wire.is_quiet()


def test_a_second_subscription_to_a_filter_replaces_the_first(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as watcher, Wire(embedded.mqtt_port) as participant:
        watcher.connect("watcher")
        watcher.subscribe("chat/+/+", 1)
        assert watcher.subscribe("chat/+/+", 0).body[-1:] == b"\0"
        participant.connect("participant")
        participant.publish("chat/aula1/usuario", b"hello")
        assert watcher.receive(1)[0].qos == 0


def test_a_filter_that_is_none_is_refused_in_the_suback(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as wire:
        wire.connect("watcher")
        assert wire.subscribe("chat/#/usuario").body[-1:] == b"\x80"


def test_topics_of_the_server_are_acknowledged_and_go_nowhere(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as wire:
        wire.connect("abuser")
        wire.subscribe("$SYS/#")
        wire.publish("$SYS/broker/version", b"mine")
        assert wire.is_quiet()


def test_a_client_that_is_silent_for_longer_than_its_keep_alive_is_disconnected(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as silent:
        silent.send(connect("silent", keep_alive=1))
        silent.next()
        assert silent.closed_by_broker()


def test_what_ends_a_connection_is_said_in_one_line(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as wire:
        wire.connect("abuser")
        wire.send(b"\x30\x81\x80\x40")
        assert wire.closed_by_broker()
    said = wait_until(lambda: [line for line in process_of(embedded).text().splitlines() if "1048577 bytes" in line])
    assert len(said) == 1
    assert "Traceback" not in process_of(embedded).text()


def test_a_client_that_never_reads_costs_bounded_memory_and_is_told_of(embedded: Lab) -> None:
    payload = b"x" * 60_000
    with Wire(embedded.mqtt_port) as deaf, Wire(embedded.mqtt_port) as participant:
        deaf.connect("deaf")
        deaf.subscribe("chat/+/+", 0)
        participant.connect("participant")
        before = memory(embedded)
        for _ in range(80):  # 288 MB in all
            participant.send(publish("chat/aula1/usuario", payload) * 60)
        assert participant.is_quiet()
        assert memory(embedded) - before < 200 * 1024 * 1024
    assert "client deaf reads too slowly" in process_of(embedded).text()


def test_a_client_that_asks_much_and_never_reads_does_not_keep_others_waiting(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port, seconds=0.5) as deaf, Wire(embedded.mqtt_port) as other:
        deaf.connect("deaf")
        fill(deaf, b"\xc0\x00" * 100_000)
        other.connect("other")
        assert other.is_quiet()


def test_it_stops_within_two_seconds_though_clients_do_not_read(lab: Lab) -> None:
    lab.broker_kind = "amqtt"
    service = lab.start_broker()
    with Wire(lab.mqtt_port) as deaf, Wire(lab.mqtt_port) as participant:
        deaf.connect("deaf")
        deaf.subscribe("chat/+/+", 0)
        participant.connect("participant")
        participant.send(publish("chat/aula1/usuario", b"x" * 60_000) * 200)
        assert participant.is_quiet()
        assert service.stop(2.0) == 0


def test_a_text_frame_ends_a_websocket(embedded: Lab) -> None:
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect as open_websocket
    from websockets.typing import Subprotocol

    with open_websocket(f"ws://127.0.0.1:{embedded.ws_port}", subprotocols=[Subprotocol("mqtt")]) as websocket:
        assert websocket.subprotocol == "mqtt"
        websocket.send("hello")
        with pytest.raises(ConnectionClosed):
            websocket.recv(timeout=5)


def test_a_connection_without_a_whole_connect_in_time_is_closed() -> None:
    async def wait_for_connect() -> None:
        network = FakeNetwork()
        network.receive(connect("slow")[:5])
        await read_connect(network, LabBroker(broker_config()), seconds=0.05)

    with pytest.raises(PacketError, match=r"no CONNECT within 0\.05 seconds"):
        asyncio.run(wait_for_connect())


class FailingBroker(LabBroker):
    """A broker with a defect: one topic makes it fail."""

    def publish(self, session: Session, message: Publish) -> tuple[Receipt | None, bool]:
        """Publish, but for one topic."""
        if message.topic == "chat/a/defect":
            raise ZeroDivisionError
        return super().publish(session, message)


async def _exchange(port: int, *data: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"".join(data))
    async with asyncio.timeout(5):
        answer = await reader.read(4) + await reader.read(100)
    writer.close()
    return answer


def test_a_defect_met_by_one_client_ends_its_connection_and_no_other() -> None:
    async def meet_it() -> tuple[bytes, bytes]:
        address = Address("127.0.0.1", free_port(), free_port(), "127.0.0.1")
        broker = FailingBroker(broker_config())
        await broker.start()
        listeners = await Listeners(address, broker.connected, OwnNames()).start()
        unlucky = await _exchange(address.port, connect("unlucky"), publish("chat/a/defect", b"x", qos=1, mid=1))
        lucky = await _exchange(address.port, connect("lucky"), publish("chat/a/b", b"x", qos=1, mid=1))
        listeners.stop()
        await broker.shutdown()
        return unlucky, lucky

    connack = b"\x20\x02\0\0"
    assert asyncio.run(meet_it()) == (b"", connack + b"\x40\x02\0\1")


def test_amqtt_has_no_plugins_and_no_listeners_of_its_own() -> None:
    config = broker_config()
    assert config.plugins == {}
    assert [listener.type for listener in config.listeners.values()] == [ListenerType.EXTERNAL]
