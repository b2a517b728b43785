"""The bridge at a broker that speaks TLS: nothing is lost or out of order, also over reconnections."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.history import History
from chat.record import Record
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def texts(lab: Lab) -> list[str]:
    return [Record.decode(line).text for line in History(lab.logs / "aula1").all()]


@pytest.fixture(params=["mosquitto", "amqtt"])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    """Somebody else's broker."""
    made = Lab(tmp_path / "broker", request.param, {"LAB_TLS": "auto"})
    made.folder.mkdir()
    try:
        made.start_broker()
        yield made
    finally:
        made.stop()


def bridge_at(broker: Lab, folder: Path, **settings: str) -> Lab:
    """A lab whose broker that is."""
    folder.mkdir()
    given = {
        "LAB_MQTT_HOST": "localhost",
        "LAB_MQTT_TLS": "on",
        "LAB_MQTT_CA": str(broker.folder / "data" / "tls" / "ca.pem"),
        **settings,
    }
    return Lab(folder, "external", given, mqtt_port=1, mqtts_port=broker.mqtts_port)


def test_a_burst_is_logged_whole_and_in_order(broker: Lab, tmp_path: Path) -> None:
    """More at once than TLS has in a record, and than the publish reader reads in a block."""
    lab = bridge_at(broker, tmp_path / "lab", LAB_SENDER_RATE="1000000")
    try:
        lab.start_bridge()
        sent = [f"{number} " + "x" * 1000 for number in range(1000)]
        with probe(broker.mqtt_port) as sender:
            for text in sent[:-1]:
                sender.connection.publish("chat/aula1/usuario", text, qos=1)
            sender.publish("chat/aula1/usuario", sent[-1], seconds=60)
        wait_until(lambda: len(texts(lab)) >= len(sent), seconds=30, what="all of them")
        assert texts(lab) == sent
    finally:
        lab.stop()


def test_a_broker_that_comes_back_is_found_again(broker: Lab, tmp_path: Path) -> None:
    lab = bridge_at(broker, tmp_path / "lab")
    try:
        lab.start_bridge()
        broker.services["broker"].kill()
        broker.start_broker()
        with probe(broker.mqtt_port, "lab/bridge") as sender:
            sender.wait_for("lab/bridge", seconds=30)
            wait_until(lambda: sender.payloads("lab/bridge")[-1] == b"online", seconds=30, what="the bridge is back")
            sender.publish("chat/aula1/usuario", "again")
        wait_until(lambda: texts(lab) == ["again"], what="the message")
    finally:
        lab.stop()


def test_a_broker_that_is_not_trusted_is_told_and_not_used(broker: Lab, tmp_path: Path) -> None:
    lab = bridge_at(broker, tmp_path / "lab", LAB_MQTT_CA="")
    try:
        bridge = lab.service("bridge")
        wait_until(lambda: "no TLS with the broker: " in bridge.text(), what="the reason")
        assert "bridge: ready" not in bridge.text()
    finally:
        lab.stop()


def test_an_authority_that_is_not_there_is_told_with_its_key(broker: Lab, tmp_path: Path) -> None:
    lab = bridge_at(broker, tmp_path / "lab", LAB_MQTT_CA=str(tmp_path / "none.pem"))
    bridge = lab.service("bridge")
    assert bridge.process is not None
    assert bridge.process.wait(20) == 2
    assert f"LAB_MQTT_CA={tmp_path / 'none.pem'}" in bridge.text()
