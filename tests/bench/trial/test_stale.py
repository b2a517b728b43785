"""Connections that look well and are dead: the bridge notices by itself, and heals."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.service import Bridge
from chat.history import History
from chat.settings import Settings
from mqtt.packets import unsubscribe
from tests.support.mqtt import probe
from tests.support.proxy import Proxy
from tests.support.services import Lab
from tests.support.waiting import wait_until

_UNSUBSCRIBE = unsubscribe(65535, ["chat/#"])


def records(lab: Lab) -> list[dict[str, object]]:
    return [json.loads(line) for line in History(lab.logs / "aula1").all()]


def texts(lab: Lab) -> list[object]:
    return [record["text"] for record in records(lab) if "text" in record]


@pytest.fixture
def door(lab: Lab) -> Iterator[Proxy]:
    """The bridge's network."""
    made = Proxy(lab.mqtt_port, knows_mqtt=True)
    made.start()
    lab.overrides["bridge"] = {"LAB_MQTT_HOST": "127.0.0.1", "LAB_MQTT_PORT": str(made.port)}
    yield made
    made.stop()


def test_a_subscription_that_the_broker_lost_is_made_again_and_leaves_a_gap(lab: Lab, door: Proxy) -> None:
    lab.start_broker()
    bridge = lab.start_bridge()
    with probe(lab.mqtt_port, "chat/lab/bridge") as participant:
        participant.publish("chat/aula1/usuario", "before")
        participant.wait_for("chat/lab/bridge")
        door.inject_up(_UNSUBSCRIBE)
        wait_until(lambda: "messages are missing" in bridge.text(), seconds=30)
        participant.publish("chat/aula1/usuario", "after")
        wait_until(lambda: texts(lab) == ["before", "after"])
    assert [record.get("event") for record in records(lab)] == [None, "gap", None]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # it ends its thread on purpose
def test_a_network_thread_that_has_ended_is_started_again(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.start_broker()
    ready = threading.Event()
    settings = Settings.load({key: value for key, value in lab.environ().items() if key.startswith("LAB_")}, Path("-"))
    bridge = Bridge(settings, on_ready=ready.set, on_failure=os.abort)
    bridge.start()
    try:
        assert ready.wait(15)
        with probe(lab.mqtt_port, "chat/lab/bridge") as participant:
            participant.publish("chat/aula1/usuario", "before")
            participant.wait_for("chat/lab/bridge")
            connection = bridge._intake._connection
            thread = connection._loop._thread
            assert thread is not None
            monkeypatch.setattr(bridge._probe, "note_traffic", sys.exit)  # it ends the thread, as no exception does
            participant.publish("chat/aula1/usuario", "meanwhile")
            wait_until(lambda: not thread.is_alive(), what="the thread has ended")
            assert connection.is_connected
            monkeypatch.undo()
            wait_until(lambda: texts(lab) == ["before", "meanwhile"], seconds=30)
    finally:
        bridge.stop()
