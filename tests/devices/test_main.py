"""`python -m devices` as a real process on a real broker."""

import time
from pathlib import Path

import pytest

from devices.kinds import KINDS
from devices.kinds.sensor import Sensor
from tests.devices.stub_bridge import StubBridge
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until


def _device(lab: Lab, kind: str, role: str, *more: str) -> Service:
    made = lab.service("devices", kind, "--session", "aula1", "--role", role, *more)
    wait_until(lambda: f"device: ready {role} in aula1" in made.text(), what=lambda: f"{role} is ready:\n{made.text()}")
    return made


def _said_after(bridge: StubBridge, command: str, by: str, answer: str) -> None:
    bridge.say("aula1", "teacher", command)
    wait_until(lambda: answer in bridge.texts("aula1", by), what=f"{by} says {answer} to {command}")


def test_the_sensor_reports_every_so_often(lab: Lab, bridge: StubBridge) -> None:
    _device(lab, "sensor", "sensor-1", "--every", "0.1")
    wait_until(lambda: len(bridge.of("aula1", "sensor-1")) >= 4)
    records = bridge.of("aula1", "sensor-1")
    assert records[0]["data"] == Sensor("sensor-1", "en").description().as_data()
    assert all(set(record["data"]) == {"temperature", "humidity"} for record in records[1:])
    assert len({record["id"] for record in records}) == len(records)


def test_the_lamp_obeys_once_though_the_command_is_relayed_twice(lab: Lab, bridge: StubBridge) -> None:
    _device(lab, "lamp", "lamp-1")
    _said_after(bridge, "@lamp-1 toggle", "lamp-1", "ligada")
    command = bridge.of("aula1", "teacher")[0]
    bridge.relay("aula1", command, command)
    _said_after(bridge, "@lamp-1 off", "lamp-1", "desligada")
    assert bridge.texts("aula1", "lamp-1") == ["ligada", "desligada"]


def test_a_lamp_whose_role_has_capital_letters_obeys_every_spelling_once(lab: Lab, bridge: StubBridge) -> None:
    _device(lab, "lamp", "Lamp-A")
    _said_after(bridge, "@Lamp-A on", "Lamp-A", "ligada")
    _said_after(bridge, "@lamp-a off", "Lamp-A", "desligada")
    assert bridge.texts("aula1", "Lamp-A") == ["ligada", "desligada"]


def test_the_lamp_speaks_the_language_of_the_lab(lab: Lab, bridge: StubBridge) -> None:
    lab.settings["LAB_LANG"] = "en"
    _device(lab, "lamp", "lamp")
    bridge.say("aula1", "teacher", "on", to="lamp")
    wait_until(lambda: bridge.texts("aula1", "lamp") == ["on"])
    assert bridge.of("aula1", "lamp")[-1]["data"] == {"on": True}


@pytest.mark.parametrize(("kind", "word"), [("sensor", "describe"), ("lamp", "Descreve"), ("echo", "describe")])
def test_a_device_that_is_told_to_describe_itself_announces_itself_again(
    lab: Lab, bridge: StubBridge, kind: str, word: str
) -> None:
    _device(lab, kind, "it")
    bridge.say("aula1", "teacher", f"@it {word}")
    told = KINDS[kind]("it", "en").description().as_data()
    wait_until(lambda: [one["data"] for one in bridge.of("aula1", "it") if "data" in one].count(told) == 2)


def test_two_echoes_answer_once_each(lab: Lab, bridge: StubBridge) -> None:
    _device(lab, "echo", "echo-1")
    _device(lab, "echo", "echo-2")
    _said_after(bridge, "@echo-1 @echo-2 hi", "echo-2", "hi")
    _said_after(bridge, "@echo-1 done", "echo-1", "done")
    _said_after(bridge, "@echo-2 done", "echo-2", "done")
    assert bridge.texts("aula1", "echo-1") == ["@echo-2 hi", "done"]
    assert bridge.texts("aula1", "echo-2") == ["hi", "done"]


def test_the_will_says_offline_when_a_device_is_killed(lab: Lab, bridge: StubBridge) -> None:
    device = _device(lab, "lamp", "lamp")
    wait_until(lambda: bridge.status("aula1", "lamp") == "online")
    device.kill()
    wait_until(lambda: bridge.status("aula1", "lamp") == "offline")


def test_a_broken_record_does_not_end_the_device(lab: Lab, bridge: StubBridge) -> None:
    _device(lab, "lamp", "lamp")
    for topic in ("to/aula1/lamp", "log/aula1"):
        bridge.publish(topic, b'\xff\n{"seq":\n{"seq":99,"at":1,"role":"x"}\n')
    _said_after(bridge, "@lamp on", "lamp", "ligada")


def test_sigterm_stops_within_three_seconds_and_says_goodbye(lab: Lab, bridge: StubBridge) -> None:
    bridge.silent = True  # so the outbox does not empty
    device = _device(lab, "sensor", "sensor-1")
    wait_until(lambda: len(bridge.sent("chat/aula1/sensor-1")) >= 2, what="it has said what it is, and a reading")
    began = time.monotonic()
    assert device.stop() == 0
    assert time.monotonic() - began < 3
    wait_until(lambda: bridge.status("aula1", "sensor-1") == "offline")
    assert "leaves with 2 messages that are not in the log" in device.text()


def test_without_a_broker_it_says_so_keeps_trying_and_can_be_stopped(lab: Lab) -> None:
    device = lab.service("devices", "lamp", "--session", "aula1")
    wait_until(lambda: "it keeps trying" in device.text())
    assert f"lamp can't reach a broker at 127.0.0.1:{lab.mqtt_port}" in device.text()
    began = time.monotonic()
    assert device.stop() == 0
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "arguments", [("sensor", "--session", "Aula 1"), ("sensor", "--session", "a", "--role", "lab")]
)
def test_a_bad_name_ends_with_code_2_and_no_traceback(lab: Lab, arguments: tuple[str, ...]) -> None:
    device = lab.service("devices", *arguments)
    assert device.process is not None
    assert device.process.wait(10) == 2
    assert "Traceback" not in device.text()


def test_list_shows_the_kinds(lab: Lab) -> None:
    device = lab.service("devices", "list")
    assert device.process is not None
    assert device.process.wait(10) == 0
    assert [line.split()[0] for line in device.text().splitlines()] == [*KINDS, "demo", "fleet", "replay"]


def test_a_file_that_can_not_be_played_ends_with_code_2_and_its_line(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "room.csv").write_text("seconds,temperature\n0,21.5\n5\n")
    device = lab.service("devices", "player", "--session", "a", "--file", str(tmp_path / "room.csv"))
    assert device.process is not None
    assert device.process.wait(10) == 2
    assert device.text().splitlines() == [f"devices: --file {tmp_path}/room.csv, linha 3: células: 1, colunas: 2"]


def test_the_demo_brings_a_sensor_a_lamp_and_an_echo(lab: Lab, bridge: StubBridge) -> None:
    demo = lab.service("devices", "demo")
    wait_until(lambda: demo.text().count("device: ready") == 3, what=demo.text)
    bridge.say("demo", "teacher", "@lamp liga")
    bridge.say("demo", "teacher", "@echo oi")
    wait_until(lambda: bridge.texts("demo", "lamp") == ["ligada"] and bridge.texts("demo", "echo") == ["oi"])
    wait_until(lambda: any("temperature" in record["data"] for record in bridge.of("demo", "sensor-1")))
    began = time.monotonic()
    assert demo.stop() == 0
    assert time.monotonic() - began < 3
