"""A closed lab seen from its broker: who has an account is heard and logged, who has none is not. On both brokers."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from chat.credentials import add_device, load
from chat.history import History
from tests.support.services import Lab
from tests.support.waiting import wait_until


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def closed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Broker, bridge and web of a closed lab; the device `lamp` has an account in it."""
    lab = Lab(tmp_path_factory.mktemp("closed"), broker_kind=request.param, settings={"LAB_ACCESS": "on"})
    lab.start_all()
    # What is started from here on is the device.
    lab.settings["LAB_MQTT_PASSWORD"] = add_device(lab.folder / "data", "lamp")
    yield lab
    lab.stop()


@contextmanager
def lamp(lab: Lab) -> Iterator[Client]:
    """A client of the lamp's account; the broker may have to notice it first."""
    client = Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set("lamp", lab.settings["LAB_MQTT_PASSWORD"])
    client.reconnect_delay_set(1, 1)
    client.connect("127.0.0.1", lab.mqtt_port)
    client.loop_start()
    try:
        wait_until(client.is_connected, what="the lamp is let in")
        yield client
    finally:
        client.disconnect()
        client.loop_stop()


def said(lab: Lab, session: str) -> list[tuple[str, str]]:
    """Who said what, as it is logged."""
    records = [json.loads(line) for line in History.of(lab.logs, session).last(100)]
    return [(record["role"], record.get("text", "")) for record in records]


def test_a_message_passes_through_broker_bridge_and_web(closed: Lab) -> None:
    def is_well() -> bool:
        try:
            with urllib.request.urlopen(f"{closed.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError:  # 503: not all of it is there yet
            return False

    assert wait_until(is_well)


def test_what_is_said_under_the_role_of_another_never_reaches_the_log(closed: Lab) -> None:
    with lamp(closed) as client:
        client.publish("chat/forged/teacher", "forged", qos=1).wait_for_publish(5)
        client.publish("chat/forged/lamp", "mine", qos=1).wait_for_publish(5)
    wait_until(lambda: said(closed, "forged"))
    assert said(closed, "forged") == [("lamp", "mine")]


def test_a_bridge_that_was_away_finds_what_was_said_meanwhile_once(closed: Lab) -> None:
    closed.services["bridge"].kill()
    with lamp(closed) as client:
        client.publish("chat/away/lamp", "meanwhile", qos=1).wait_for_publish(5)
    closed.start_bridge()
    with lamp(closed) as client:
        client.publish("chat/away/lamp", "afterwards", qos=1).wait_for_publish(5)
    wait_until(lambda: len(said(closed, "away")) >= 2)
    assert [one for one in said(closed, "away") if one[0] == "lamp"] == [("lamp", "meanwhile"), ("lamp", "afterwards")]


def test_a_device_gets_what_is_said_to_it_on_its_own_topic(closed: Lab) -> None:
    with lamp(closed) as client:
        came: list[bytes] = []
        granted: list[int] = []
        client.on_subscribe = lambda _client, _data, _mid, reasons, _properties: granted.extend(
            reason.value for reason in reasons
        )
        client.on_message = lambda _client, _data, message: came.append(bytes(message.payload))
        client.subscribe("to/commands/lamp", qos=1)
        wait_until(lambda: granted == [1], what="the broker grants the lamp its own topic")
        body = json.dumps({"role": "teacher", "text": "@lamp on"}).encode()
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {load(closed.folder / 'data').teacher_code}",
        }
        request = urllib.request.Request(f"{closed.url}/api/sessions/commands/messages", body, headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 202
        wait_until(lambda: came, what="the command comes")
    assert [json.loads(record)["text"] for record in came] == ["@lamp on"]


def test_a_device_that_was_added_joins_and_is_logged(closed: Lab) -> None:
    device = closed.service("devices", "lamp", "--session", "aula1")
    wait_until(lambda: "device: ready lamp in aula1" in device.text(), what=device.text)
    wait_until(lambda: ("lamp", "") in said(closed, "aula1"), what="its announcement is logged")
    device.stop()


@pytest.mark.parametrize("service", ["broker", "bridge", "web"])
def test_a_damaged_file_of_accounts_is_one_line_that_names_it_and_exit_code_2(lab: Lab, service: str) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    file = lab.folder / "data" / "access.json"
    file.parent.mkdir()
    file.write_text("{")
    started = lab.service(service)
    assert started.process is not None
    assert started.process.wait(20) == 2
    assert "access.json is damaged" in started.text().splitlines()[-1]


def test_a_device_without_an_account_is_refused_and_says_so(closed: Lab) -> None:
    device = closed.service("devices", "echo", "--session", "aula1")
    wait_until(lambda: "the broker refuses echo" in device.text(), what=device.text)
    device.stop()
