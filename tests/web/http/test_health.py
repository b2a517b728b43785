"""web.http.health: 200 only when a message can pass, and otherwise which part is not well."""

from pathlib import Path

import requests

from tests.support.mqtt import probe
from tests.support.services import Lab, limited
from tests.support.waiting import wait_until


def health(lab: Lab) -> tuple[int, dict[str, str]]:
    response = requests.get(f"{lab.url}/healthz", timeout=10)
    return response.status_code, response.json()


def test_each_part_that_fails_is_named_and_heals(lab: Lab) -> None:
    broker = lab.start_broker()
    bridge = lab.start_bridge()
    lab.start_web()
    wait_until(lambda: health(lab)[0] == 200)
    bridge.kill()
    status, parts = health(lab)
    assert (status, parts["broker"], parts["status"]) == (503, "ok", "unavailable")
    assert parts["bridge"] == (
        "bridge-unavailable: the bridge is not connected to the broker; messages wait until it is back"
    )
    bridge.start()
    wait_until(lambda: health(lab)[0] == 200)
    broker.kill()
    wait_until(lambda: health(lab)[1]["broker"] == "not connected")
    broker.start()
    wait_until(lambda: health(lab)[0] == 200, seconds=30)


def test_a_full_disk_is_told_apart_from_a_bridge_that_is_away(tmp_path: Path) -> None:
    lab = Lab(tmp_path, broker_kind="amqtt")
    try:
        broker = lab.start_broker()
        lab.prefixes["bridge"] = limited("-f 8")  # no file may be larger than 8 blocks of 512 or 1024 bytes
        bridge = lab.start_bridge()
        lab.start_web()
        with probe(lab.mqtt_port) as participant:
            for n in range(30):
                participant.connection.publish("chat/aula1/usuario", f"{n} {'x' * 1000}")
            wait_until(lambda: "the log can't be written" in bridge.text())
            wait_until(lambda: "connected and logs nothing" in broker.text(), what=broker.text())
            status, parts = health(lab)
    finally:
        lab.stop()
    assert status == 503
    assert "the bridge did not answer within 2 s" in parts["bridge"]
