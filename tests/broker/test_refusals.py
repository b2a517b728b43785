"""What the embedded broker tells on `lab/rejected`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from broker.embedded.refusals import STRAY_BURST, RefusalReports
from broker.limits import MAX_TOPIC
from chat.access import WEB
from chat.credentials import add_device, load
from mqtt.packets import Publish, connect
from tests.broker.wire import Wire
from tests.support.services import Lab
from tests.support.waiting import wait_until

STRAYS = ["Chat/demo/maria", "/chat/demo/maria", "demo/maria", "Chat", "home/kitchen/maria"]


def document(payload: bytes) -> dict[str, Any]:
    """What a refusal says, without its time."""
    read: dict[str, Any] = orjson.loads(payload)
    read.pop("at")
    return read


@pytest.mark.parametrize("topic", STRAYS)
def test_a_message_outside_of_the_lab_s_trees_is_told_and_delivered(embedded: Lab, topic: str) -> None:
    with Wire(embedded.mqtt_port) as listener, Wire(embedded.mqtt_port) as board:
        listener.connect("listener")
        listener.subscribe("lab/rejected")
        listener.subscribe(topic)
        board.connect("board")
        board.publish(topic, b'{"id":"1","t":21}')
        delivered, report = listener.receive(2)
    assert (report.topic, delivered.topic) == ("lab/rejected", topic)
    assert document(report.payload) == {
        "topic": topic,
        "reason": "bad-topic",
        "detail": f"{topic!r} is not chat/<session>/<role>: the lab takes no notice of it",
        "size": 17,
        "id": "1",
        "payload": '{"id":"1","t":21}',
    }


@pytest.mark.parametrize("topic", ["$chat/demo/maria", "$SYS/maria", "$share/all/chat/demo/maria"])
def test_a_message_to_a_topic_of_the_server_is_told_and_not_delivered(embedded: Lab, topic: str) -> None:
    with Wire(embedded.mqtt_port) as listener, Wire(embedded.mqtt_port) as board:
        listener.connect("listener")
        listener.subscribe("lab/rejected")
        listener.subscribe("$chat/#")
        board.connect("board")
        board.publish(topic, b"hello")
        board.publish("lab/rejected", b"the end")
        report, end = listener.receive(2)
    assert (document(report.payload)["topic"], document(report.payload)["reason"]) == (topic, "bad-topic")
    assert end.payload == b"the end"


def test_the_role_that_a_stray_topic_ends_with_is_told_too(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as maria, Wire(embedded.mqtt_port) as board:
        maria.connect("maria")
        maria.subscribe("lab/rejected/maria")
        board.connect("board")
        board.publish("Chat/role/maria", b"hello")
        assert document(maria.receive(1)[0].payload)["topic"] == "Chat/role/maria"


@pytest.mark.parametrize(
    "topic", ["chat", "chat/aula1/maria", "status/aula1/maria", "log/aula1", "to/aula1/lamp", "lab/request/ping"]
)
def test_a_message_within_the_lab_s_trees_is_left_to_the_bridge(embedded: Lab, topic: str) -> None:
    with Wire(embedded.mqtt_port) as listener, Wire(embedded.mqtt_port) as board:
        listener.connect("listener")
        listener.subscribe("lab/rejected/#")
        board.connect("board")
        board.publish(topic, b"hello")
        assert listener.is_quiet()


def test_a_topic_that_is_too_long_is_told_and_not_delivered(embedded: Lab) -> None:
    with Wire(embedded.mqtt_port) as listener, Wire(embedded.mqtt_port) as board:
        listener.connect("listener")
        listener.subscribe("#")
        board.connect("board")
        board.publish("chat/" + "x" * MAX_TOPIC, b"hello")
        assert document(listener.receive(1)[0].payload)["reason"] == "bad-topic"
        assert listener.is_quiet()


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Lab]:
    """A closed lab on the embedded broker, with the devices `maria` and `sensor-1`."""
    lab = Lab(tmp_path, broker_kind="amqtt", settings={"LAB_ACCESS": "on"})
    for role in ("maria", "sensor-1"):
        add_device(tmp_path / "data", role, password="secret")
    service = lab.start_broker()
    wait_until(lambda: "broker: ready" in service.text(), what=service.text)
    yield lab
    lab.stop()


@pytest.mark.parametrize(
    ("topic", "reason"),
    [("chat/demo/sensor-1", "not-allowed"), ("log/demo", "not-allowed"), ("demo/maria", "bad-topic")],
)
def test_what_an_account_may_not_publish_is_told_to_it_and_to_the_services(
    closed: Lab, topic: str, reason: str
) -> None:
    with Wire(closed.mqtt_port) as web, Wire(closed.mqtt_port) as maria, Wire(closed.mqtt_port) as sensor:
        web.connect("", user=WEB, password=load(closed.folder / "data").services[WEB])
        web.subscribe("lab/rejected")
        sensor.connect("", user="sensor-1", password="secret")
        sensor.subscribe("lab/rejected/sensor-1")
        maria.connect("", user="maria", password="secret")
        maria.subscribe("lab/rejected/maria")
        maria.publish(topic, b"forged")
        reports = [document(one.receive(1)[0].payload) for one in (web, maria)]
        assert [(one["reason"], one["topic"]) for one in reports] == [(reason, topic)] * 2
        assert sensor.is_quiet()


def test_a_will_that_is_not_allowed_is_told(closed: Lab) -> None:
    with Wire(closed.mqtt_port) as web:
        web.connect("", user=WEB, password=load(closed.folder / "data").services[WEB])
        web.subscribe("lab/rejected")
        with Wire(closed.mqtt_port) as maria:
            will = ("status/demo/sensor-1", b"offline")
            maria.send(connect("", user="maria", password="secret", will=will))
            maria.next()
        assert document(web.receive(1)[0].payload)["topic"] == "status/demo/sensor-1"


class Recorded:
    """What was published, by topic."""

    def __init__(self) -> None:
        self.now = 0.0
        self.topics: list[str] = []
        self.reports = RefusalReports(lambda topic, *_: self.topics.append(topic), lambda: self.now)


def test_one_stray_topic_is_told_only_now_and_then() -> None:
    recorded = Recorded()
    for second in range(600):
        recorded.now = float(second)
        recorded.reports.report_stray("", Publish("home/kitchen/!", b"21", 0, 0, False))
    assert len(recorded.topics) == STRAY_BURST + 600 // 30 - 1
    recorded.reports.report_stray("", Publish("home/hall/!", b"21", 0, 0, False))
    assert len(recorded.topics) == STRAY_BURST + 600 // 30
