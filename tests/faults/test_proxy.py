"""faults.proxy: a real client and a real broker with the bridge, and faults between them."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from chat.history import History
from faults.proxy import MOST_CLIENTS, MOST_LINKS, FaultProxy, FaultyClient, Upstream
from faults.rules import Rule, RuleError
from tests.support.services import Lab
from tests.support.waiting import wait_until


class Running:
    """A proxy in a thread of its own, with one client, `ana`."""

    def __init__(self, broker_port: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.proxy = FaultProxy(Upstream("127.0.0.1", broker_port), "127.0.0.1", dice=lambda: 0.0)
        self.client: FaultyClient = self.call(self.proxy.open("ana"))

    def call(self, coroutine: Any) -> Any:
        """What a coroutine returns on the proxy's loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def rules(self, *texts: str) -> None:
        """Use these rules from now on."""
        self.client.set_rules([Rule.parse(text) for text in texts])

    def stop(self) -> None:
        """End everything."""
        self.call(self.proxy.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)


@pytest.fixture
def bridged(any_lab: Lab) -> Lab:
    """Broker and bridge, running."""
    any_lab.start_broker()
    any_lab.start_bridge()
    return any_lab


@pytest.fixture
def running(bridged: Lab) -> Iterator[Running]:
    """A proxy before the broker."""
    made = Running(bridged.mqtt_port)
    yield made
    made.stop()


@contextmanager
def paho(port: int, *, keepalive: int = 30) -> Iterator[mqtt.Client]:
    """A client that reconnects by itself, with a session that is kept."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="ana", clean_session=False)
    client.reconnect_delay_set(1, 1)
    client.connect_async("127.0.0.1", port, keepalive)
    client.loop_start()
    try:
        wait_until(client.is_connected, what="the client is connected")
        yield client
    finally:
        client.disconnect()
        client.loop_stop()


def texts(lab: Lab) -> list[str]:
    """What the session has in its log."""
    return [json.loads(line).get("text", "") for line in History.of(lab.logs, "aula1").all()]


def logged(lab: Lab, *wanted: str) -> None:
    """Wait until the session has these texts in its log; mosquitto acknowledges before that."""
    wait_until(lambda: len(texts(lab)) >= len(wanted), what=lambda: f"logged: {texts(lab)}")
    assert texts(lab) == list(wanted)


def say(client: mqtt.Client, text: str, *, qos: int = 1, name: str = "") -> mqtt.MQTTMessageInfo:
    """Publish a text; `name` is its id, if it has one."""
    payload = json.dumps({"text": text, "id": name}) if name else text
    return client.publish("chat/aula1/ana", payload, qos=qos)


def test_without_rules_all_passes_and_is_noted(bridged: Lab, running: Running) -> None:
    with paho(running.client.port) as client:
        for number in range(20):
            say(client, str(number)).wait_for_publish(10)
    logged(bridged, *(str(number) for number in range(20)))
    counts = running.client.trace.counts
    assert (counts["up PUBLISH passed"], counts["down PUBACK passed"]) == (20, 20)


def test_at_qos_0_what_is_lost_is_gone(bridged: Lab, running: Running) -> None:
    with paho(running.client.port) as client:
        running.rules("lose-publish:next 3")
        for number in range(5):
            say(client, str(number), qos=0)
        wait_until(lambda: texts(bridged) == ["3", "4"], what=lambda: str(texts(bridged)))


def test_a_lost_puback_lets_the_client_send_again_when_it_reconnects(bridged: Lab, running: Running) -> None:
    with paho(running.client.port) as client:
        running.rules("lose-puback:next 1", "cut-pingreq")
        first = say(client, "once", name="a-1")
        wait_until(lambda: running.client.trace.counts.get("down PUBACK lost") == 1)
        assert not first.is_published()
        running.call(cut(running))
        first.wait_for_publish(10)
        assert first.is_published()
    again = [event for event in running.client.trace.after(0) if event.packet == "PUBLISH" and event.dup]
    assert [event.connection for event in again] == [2]
    logged(bridged, "once")


async def cut(running: Running) -> None:
    """Lose the client's connections."""
    for link in running.client.links:
        link.cut()


def test_a_doubled_publish_without_an_id_stands_twice_in_the_log(bridged: Lab, running: Running) -> None:
    with paho(running.client.port) as client:
        running.rules("double-publish:next 2")
        say(client, "plain", qos=0)
        say(client, "named", qos=0, name="b-1")
        say(client, "end").wait_for_publish(10)
    logged(bridged, "plain", "plain", "named", "end")


def test_a_delay_keeps_the_order(bridged: Lab, running: Running) -> None:
    with paho(running.client.port) as client:
        running.rules("delay-publish:500ms:next 1")
        begun = time.monotonic()
        sent = [say(client, str(number)) for number in range(3)]
        for one in sent:
            one.wait_for_publish(10)
        assert time.monotonic() - begun >= 0.5
    logged(bridged, "0", "1", "2")


def test_a_slow_packet_takes_its_time_and_arrives_whole(bridged: Lab, running: Running) -> None:
    with paho(running.client.port) as client:
        running.rules("slow-publish:500ms:next 1")
        begun = time.monotonic()
        say(client, "slowly").wait_for_publish(10)
        assert time.monotonic() - begun >= 0.5
    logged(bridged, "slowly")


def test_a_cut_after_connect_makes_the_client_try_again(bridged: Lab, running: Running) -> None:
    running.rules("cut-connect:next 1")
    with paho(running.client.port) as client:
        say(client, "here").wait_for_publish(10)
    assert running.client.connections == 2
    logged(bridged, "here")


def test_a_half_open_connection_stays_until_the_keep_alive_ends_it(bridged: Lab, running: Running) -> None:
    with paho(running.client.port, keepalive=2) as client:
        running.rules("hang-publish:next 1")
        sent = say(client, "waits")
        wait_until(lambda: "up PUBLISH hung" in running.client.trace.counts)
        assert client.is_connected()
        sent.wait_for_publish(20)
        assert sent.is_published()
    assert running.client.connections == 2
    logged(bridged, "waits")
    wait_until(lambda: not running.client.links, what="no connection is left")


def test_what_is_no_mqtt_ends_its_connection(bridged: Lab, running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.client.port), timeout=10) as raw:
        raw.sendall(b"\x30\xff\xff\xff\xff\xff")
        assert raw.recv(10) == b""


def test_a_client_has_a_bounded_number_of_connections(bridged: Lab, running: Running) -> None:
    made = [socket.create_connection(("127.0.0.1", running.client.port), timeout=10) for _ in range(MOST_LINKS + 1)]
    try:
        wait_until(lambda: running.client.open == MOST_LINKS and len(running.client.links) == MOST_LINKS)
        ended = [one for one in made if has_ended(one)]
        assert len(ended) == 1
    finally:
        for one in made:
            one.close()


def has_ended(connection: socket.socket) -> bool:
    """Whether the other side has closed a connection on which nothing is to come."""
    connection.settimeout(0.5)
    try:
        return connection.recv(10) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_a_client_keeps_its_port_and_there_are_not_too_many(running: Running) -> None:
    assert running.call(running.proxy.open("ana")) is running.client
    for number in range(MOST_CLIENTS - 1):
        running.call(running.proxy.open(f"p{number}"))
    with pytest.raises(RuleError):
        running.call(running.proxy.open("one-more"))
    assert len({client.port for client in running.proxy.clients.values()}) == MOST_CLIENTS


def test_without_a_broker_a_client_is_turned_away(any_lab: Lab) -> None:
    running = Running(any_lab.mqtt_port)
    try:
        with socket.create_connection(("127.0.0.1", running.client.port), timeout=10) as raw:
            wait_until(lambda: has_ended(raw), what="the connection has ended")
    finally:
        running.stop()
