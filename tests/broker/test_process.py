"""`python -m broker` as a process: what it says, how it ends."""

import socket
import time

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from websockets.sync.client import connect as open_websocket
from websockets.typing import Subprotocol

from mqtt.packets import connack, connect, publish
from tests.broker.wire import Wire
from tests.support.ports import is_listening
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until


def ready(lab: Lab) -> Service:
    """The broker, having said that it is ready."""
    made = lab.start_broker()
    wait_until(lambda: "broker: ready" in made.text(), what=made.text)
    return made


def ended(service: Service) -> int:
    """The exit code of a process that ends by itself."""
    assert service.process is not None
    return service.process.wait(10)


def test_the_ready_line_names_the_kind_and_both_addresses(any_lab: Lab) -> None:
    line = f"broker: ready ({any_lab.broker_kind}) on mqtt://127.0.0.1:{any_lab.mqtt_port} and ws://127.0.0.1:{any_lab.ws_port}"
    assert line in ready(any_lab).text().splitlines()


def test_it_says_which_broker_runs_and_why(any_lab: Lab) -> None:
    assert f"broker: {any_lab.broker_kind} (LAB_BROKER={any_lab.broker_kind}" in ready(any_lab).text()


def test_messages_pass_over_websocket(any_lab: Lab) -> None:
    ready(any_lab)
    got: list[str] = []

    def on_message(_client: Client, _data: object, message: MQTTMessage) -> None:
        got.append(bytes(message.payload).decode())

    client = Client(CallbackAPIVersion.VERSION2, transport="websockets")
    client.on_message = on_message
    client.connect("127.0.0.1", any_lab.ws_port)
    client.loop_start()
    try:
        wait_until(client.is_connected)
        client.subscribe("chat/aula1/usuario", 1)
        client.publish("chat/aula1/usuario", "Olá", 1)
        assert wait_until(lambda: got) == ["Olá"]
    finally:
        client.disconnect()
        client.loop_stop()


@pytest.mark.parametrize("name", ["mqtt", "mqttv3.1"])
def test_a_websocket_is_taken_under_both_names_of_the_protocol(any_lab: Lab, name: str) -> None:
    ready(any_lab)
    with open_websocket(f"ws://127.0.0.1:{any_lab.ws_port}", subprotocols=[Subprotocol(name)]) as websocket:
        assert websocket.subprotocol == name
        websocket.send(connect("browser"))
        assert websocket.recv(timeout=5) == connack(0)


def test_sigterm_ends_it_within_two_seconds_though_a_client_stays_connected(any_lab: Lab) -> None:
    service = ready(any_lab)
    with Wire(any_lab.mqtt_port) as wire:
        wire.connect("stays")
        began = time.monotonic()
        code = service.stop()
    assert time.monotonic() - began < 2
    assert code == 0


def test_sigkill_of_the_process_ends_the_broker_itself(any_lab: Lab) -> None:
    ready(any_lab).kill()
    wait_until(lambda: not is_listening(any_lab.mqtt_port), seconds=2)


def test_it_listens_on_loopback_alone_unless_told_otherwise(any_lab: Lab) -> None:
    ready(any_lab)
    with socket.socket() as other:
        other.settimeout(1)
        assert other.connect_ex(("127.0.0.2", any_lab.mqtt_port)) != 0


def test_a_busy_port_is_one_line_that_names_the_setting(any_lab: Lab) -> None:
    with socket.create_server(("127.0.0.1", any_lab.ws_port)):
        service = any_lab.service("broker")
        assert ended(service) == 2
    said = service.text().splitlines()
    assert f"LAB_MQTT_WS_PORT={any_lab.ws_port}" in said[-1]
    assert len(said) == 2


def test_an_address_that_is_not_ours_is_one_line_that_names_the_setting(any_lab: Lab) -> None:
    any_lab.settings["LAB_HOST"] = "192.0.2.1"
    service = any_lab.service("broker")
    assert ended(service) == 2
    assert "LAB_HOST=192.0.2.1" in service.text().splitlines()[-1]


def test_a_password_without_a_user_name_is_refused(any_lab: Lab) -> None:
    any_lab.settings["LAB_MQTT_PASSWORD"] = "secret"
    service = any_lab.service("broker")
    assert ended(service) == 2
    assert "LAB_MQTT_USERNAME" in service.text()


def test_external_says_whose_broker_is_used_and_ends_at_once(lab: Lab) -> None:
    lab.broker_kind = "external"
    lab.settings["LAB_MQTT_HOST"] = "mqtt.example"
    service = lab.service("broker")
    assert ended(service) == 0
    assert f"LAB_MQTT_HOST, mqtt.example:{lab.mqtt_port}" in service.text()


@pytest.mark.parametrize(("user", "password"), [("", ""), ("lab", "wrong"), ("other", "secret"), ("lab", "")])
def test_with_a_user_name_set_nobody_else_gets_in(any_lab: Lab, user: str, password: str) -> None:
    any_lab.settings.update({"LAB_MQTT_USERNAME": "lab", "LAB_MQTT_PASSWORD": "secret"})
    ready(any_lab)
    with Wire(any_lab.mqtt_port) as wire:
        assert wire.connect("intruder", user=user, password=password).body[1] == 5
        assert wire.closed_by_broker()
    with Wire(any_lab.mqtt_port) as wire:
        assert wire.connect("bridge", user="lab", password="secret").body[1] == 0


def test_a_wrong_password_leaves_the_session_that_it_names_alone(any_lab: Lab) -> None:
    any_lab.settings.update({"LAB_MQTT_USERNAME": "lab", "LAB_MQTT_PASSWORD": "secret"})
    ready(any_lab)
    with Wire(any_lab.mqtt_port) as bridge:
        bridge.connect("bridge", clean=False, user="lab", password="secret")
        bridge.subscribe("chat/+/+")
        with Wire(any_lab.mqtt_port) as intruder:
            intruder.connect("bridge", clean=True, user="lab", password="wrong")
            assert intruder.closed_by_broker()
        with Wire(any_lab.mqtt_port) as participant:
            participant.connect("p", user="lab", password="secret")
            participant.send(publish("chat/aula1/usuario", b"still here", qos=1, mid=1))
            assert bridge.receive(1)[0].payload == b"still here"


def test_a_connection_that_says_nothing_and_leaves_is_not_worth_a_line(any_lab: Lab) -> None:
    service = ready(any_lab)
    with Wire(any_lab.mqtt_port):
        pass
    with Wire(any_lab.mqtt_port) as wire:
        wire.connect("bystander")
        assert wire.is_quiet()
    said = [line for line in service.text().splitlines() if "run as root" not in line]
    assert len(said) == 2, said
