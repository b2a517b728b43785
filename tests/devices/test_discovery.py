"""`--discovery homeassistant` with a client that does what Home Assistant does, on both brokers, open and closed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from chat.credentials import add_device
from chat.history import History
from devices.home_assistant import ROLE
from tests.devices.home_assistant import Entity
from tests.devices.home_assistant_rules import faults
from tests.support.services import Lab
from tests.support.waiting import wait_until

SUBSCRIPTIONS = ["homeassistant/+/+/config", "homeassistant/+/+/+/config"]
"""Those of Home Assistant's discovery."""


class HomeAssistant:
    """A client that subscribes as Home Assistant does, and then to the topics that a document names."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.received: list[tuple[str, bytes, bool]] = []
        self.granted: list[bool] = []
        client.on_message = self._on_message
        client.on_subscribe = lambda _client, _data, _mid, reasons, _properties: self.granted.extend(
            not reason.is_failure for reason in reasons
        )
        client.on_connect = lambda client, *_: client.subscribe([(topic, 0) for topic in SUBSCRIPTIONS])

    def payloads(self, topic: str) -> list[bytes]:
        return [payload for at, payload, _ in list(self.received) if at == topic]

    def document(self, session: str, role: str) -> dict[str, Any]:
        """The description of a device, once it came; retained."""
        topic = f"homeassistant/device/{session}/{role}/config"
        wait_until(lambda: self.payloads(topic), what="the description")
        made: dict[str, Any] = json.loads(self.payloads(topic)[-1])
        assert faults(topic, made) == []
        return made

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        self.received.append((message.topic, bytes(message.payload), message.retain))


@contextmanager
def home_assistant(lab: Lab, password: str = "") -> Iterator[HomeAssistant]:
    client = Client(CallbackAPIVersion.VERSION2, client_id="hass")
    if password:
        client.username_pw_set(ROLE, password)
    client.reconnect_delay_set(1, 1)
    made = HomeAssistant(client)
    client.connect("127.0.0.1", lab.mqtt_port)
    client.loop_start()
    try:
        wait_until(lambda: made.granted, what="it is subscribed")
        yield made
    finally:
        client.disconnect()
        client.loop_stop()


def _said(lab: Lab) -> list[tuple[str, str, object]]:
    records = [json.loads(line) for line in History.of(lab.logs, "aula1").last(100)]
    return [(record["role"], record.get("text", ""), record.get("data")) for record in records]


def _switches_the_lamp(lab: Lab, hass: HomeAssistant) -> None:
    document = hass.document("aula1", "lamp")
    switch = Entity(document["cmps"]["command_on"])
    hass.client.subscribe([(switch.component["stat_t"], 1), (document["avty_t"], 1)])
    wait_until(lambda: hass.payloads(document["avty_t"]) == [b"online"], what="the lamp is available")
    hass.client.publish(switch.component["cmd_t"], switch.press(True), qos=0)

    def is_on() -> bool:
        # Behind its description it has told that it is off.
        for payload in hass.payloads(switch.component["stat_t"]):
            switch.receive(payload)
        return switch.state == "ON"

    wait_until(is_on, what="the lamp tells that it is on")
    wait_until(lambda: ("lamp", "ligada", {"on": True}) in _said(lab), what="the answer is logged")
    assert (ROLE, "on", None) in _said(lab)


def test_home_assistant_discovers_a_device_and_switches_it(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    any_lab.service("devices", "lamp", "--session", "aula1", "--discovery", "homeassistant")
    with home_assistant(any_lab) as hass:
        _switches_the_lamp(any_lab, hass)


def test_a_home_assistant_that_comes_later_finds_the_description_retained(any_lab: Lab) -> None:
    any_lab.start_broker()
    lamp = any_lab.service("devices", "lamp", "--session", "aula1", "--discovery", "homeassistant")
    wait_until(lambda: "device: ready" in lamp.text(), what=lamp.text)
    with home_assistant(any_lab) as hass:
        hass.document("aula1", "lamp")
        assert [retained for topic, _, retained in hass.received if topic.endswith("/config")] == [True]
        lamp.kill()
        hass.client.subscribe("status/aula1/lamp", qos=1)
        wait_until(lambda: b"offline" in hass.payloads("status/aula1/lamp"), what="it is told that the lamp is gone")


def test_without_the_option_nothing_is_published_there(lab: Lab) -> None:
    lab.start_broker()
    with home_assistant(lab) as hass:
        lamp = lab.service("devices", "lamp", "--session", "aula1")
        wait_until(lambda: "device: ready" in lamp.text(), what=lamp.text)
        assert hass.received == []


@dataclass
class Closed:
    """A closed lab with the lamp, which may be in one session, and Home Assistant; with their passwords."""

    lab: Lab
    lamp: str
    hass: str


@pytest.fixture
def closed(any_lab: Lab) -> Closed:
    """Broker and bridge of it, running."""
    any_lab.settings["LAB_ACCESS"] = "on"
    data = any_lab.folder / "data"
    made = Closed(any_lab, add_device(data, "lamp", ("aula1",)), add_device(data, ROLE))
    any_lab.start_broker()
    any_lab.start_bridge()
    return made


def test_in_a_closed_lab_home_assistant_has_an_account_and_needs_no_more(closed: Closed) -> None:
    closed.lab.settings["LAB_MQTT_PASSWORD"] = closed.lamp
    closed.lab.service("devices", "lamp", "--session", "aula1", "--discovery", "homeassistant")
    with home_assistant(closed.lab, closed.hass) as hass:
        assert hass.granted == [True, True]
        _switches_the_lamp(closed.lab, hass)


def test_in_a_closed_lab_a_device_describes_itself_alone(closed: Closed) -> None:
    client = Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set("lamp", closed.lamp)
    client.connect("127.0.0.1", closed.lab.mqtt_port)
    client.loop_start()
    try:
        with home_assistant(closed.lab, closed.hass) as hass:
            wait_until(client.is_connected)
            for topic in ("device/aula1/door", "device/aula2/lamp", "sensor/aula1/lamp", "device/aula1/lamp"):
                client.publish(f"homeassistant/{topic}/config", b"{}", qos=1, retain=True)
            wait_until(lambda: hass.received, what="the one that is allowed")
            assert [topic for topic, _, _ in hass.received] == ["homeassistant/device/aula1/lamp/config"]
    finally:
        client.disconnect()
        client.loop_stop()
