"""Clients that others wrote, as participants on each broker: what they say is logged once and comes back to them."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import RunNode
from tests.support.mqtt import probe
from tests.support.services import Lab


@pytest.mark.parametrize("scheme", ["mqtt", "ws"])
def test_mqtt_js_says_something_at_each_qos_over_tcp_and_websocket(lab_on: Lab, run_node: RunNode, scheme: str) -> None:
    session = f"js-{scheme}"
    port = lab_on.mqtt_port if scheme == "mqtt" else lab_on.ws_port
    records = run_node("mqtt.mjs", f"{scheme}://127.0.0.1:{port}", session)
    assert sorted(record["text"] for record in records) == ["qos 0", "qos 1", "qos 2"]
    assert [record["seq"] for record in records] == [1, 2, 3]


@pytest.mark.parametrize("qos", ["0", "1", "2"])
def test_mosquitto_pub_says_something_at_each_qos(lab_on: Lab, qos: str) -> None:
    session = f"pub-{qos}"
    with probe(lab_on.mqtt_port, f"log/{session}") as watcher:
        where = ["-h", "127.0.0.1", "-p", str(lab_on.mqtt_port)]
        subprocess.run(
            ["mosquitto_pub", *where, "-V", "311", "-q", qos, "-t", f"chat/{session}/a", "-m", "Olá"], check=True
        )
        [record] = watcher.wait_for_records(session, 1)
    assert record["text"] == "Olá"


def test_mosquitto_sub_sees_the_record(lab_on: Lab, tmp_path: Path) -> None:
    where = ["-h", "127.0.0.1", "-p", str(lab_on.mqtt_port)]
    command = ["mosquitto_sub", *where, "-V", "311", "-q", "1", "-t", "log/sub", "-C", "1", "-W", "20"]
    output = tmp_path / "seen"
    with output.open("wb") as out, probe(lab_on.mqtt_port) as device:
        process = subprocess.Popen(command, stdout=out)
        while process.poll() is None:  # it does not say when it has subscribed: what it missed is said again
            device.publish("chat/sub/a", "hello")
            _wait_a_moment(process)
    assert process.returncode == 0
    assert json.loads(output.read_text().splitlines()[0])["text"] == "hello"


def _wait_a_moment(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        return
