"""The template, as a pupil uses it: copied to a folder of its own, a few lines changed, and run."""

import ast
import json
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chat.credentials import add_device
from chat.description import read
from chat.history import History
from devices import template
from tests.support.mqtt import Probe, probe
from tests.support.proxy import GOOD, Conditions, Proxy
from tests.support.services import ROOT, Lab, Service, environment
from tests.support.waiting import wait_until

TEMPLATE = ROOT / "devices" / "template.py"


def _start(lab: Lab, **changes: object) -> Service:
    """Copy it, change its constants, and run it where nothing of the lab can be imported."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in {"PORT": lab.mqtt_port, "EVERY_SECONDS": 0.2, **changes}.items():
        text, count = re.subn(rf"^{name} = [^#\n]*", f"{name} = {value!r}  ", text, flags=re.MULTILINE)
        assert count == 1, name
    folder = lab.folder / "pupil"
    folder.mkdir(exist_ok=True)
    (folder / "template.py").write_text(text, encoding="utf-8")
    command = [sys.executable, str(folder / "template.py")]
    made = Service("template", command, environment({"PYTHONSAFEPATH": "1"}), folder / "out.txt")
    lab.services["template"] = made
    made.start()
    return made


def _records(lab: Lab) -> list[dict[str, Any]]:
    return [json.loads(line) for line in History.of(lab.logs, "aula1").last(1000)]


def _data(lab: Lab, key: str) -> list[Any]:
    """The values of a key that it has told."""
    return [one["data"][key] for one in _records(lab) if one["role"] == "meu-sensor" and key in one.get("data", {})]


def _more_readings(lab: Lab) -> Callable[[], bool]:
    before = len(_data(lab, "temperature"))
    return lambda: len(_data(lab, "temperature")) > before + 1


@pytest.fixture
def bridged(any_lab: Lab) -> Lab:
    """Broker and bridge, running."""
    any_lab.start_broker()
    any_lab.start_bridge()
    return any_lab


@contextmanager
def _teacher(lab: Lab) -> Iterator[Probe]:
    with probe(lab.mqtt_port, "status/aula1/meu-sensor") as made:
        yield made


def test_it_says_what_it_is_and_reports(bridged: Lab) -> None:
    _start(bridged)
    wait_until(lambda: len(_data(bridged, "temperature")) >= 3, what="three readings")
    first, second = _records(bridged)[:2]
    assert first["data"] == template.DESCRIPTION
    assert second["data"] == template.state
    described = read(first["data"])
    assert described is not None
    assert (len(described.values), len(described.commands)) == (2, 1)


def test_it_obeys_each_command_once_and_tells_its_state_as_data(bridged: Lab) -> None:
    _start(bridged)
    wait_until(lambda: _data(bridged, "temperature"))
    with _teacher(bridged) as teacher:
        teacher.publish("chat/aula1/teacher", "@meu-sensor on")
        wait_until(lambda: _data(bridged, "light")[-1:] == [True])
        [command] = [one for one in _records(bridged) if one["role"] == "teacher"]
        teacher.publish("to/aula1/meu-sensor", json.dumps(command))
        teacher.publish("chat/aula1/teacher", json.dumps({"to": "meu-sensor", "text": "Desliga!"}))
        wait_until(lambda: _data(bridged, "light")[-1] is False)
        teacher.publish("chat/aula1/teacher", "@Meu-Sensor describe")
        wait_until(lambda: _data(bridged, "device") == ["my-sensor"] * 2)
    assert _data(bridged, "light") == [False, True, False]


def test_what_the_lab_would_not_send_does_not_end_it(bridged: Lab) -> None:
    _start(bridged)
    wait_until(lambda: _data(bridged, "temperature"))
    with _teacher(bridged) as teacher:
        for junk in (
            b"\xff",
            b"[]",
            b"7",
            b'{"seq":"9","at":1}',
            b'{"seq":9}',
            b"[" * 100_000,
            b'{"seq":9,"at":"","text":1}',
        ):
            teacher.publish("to/aula1/meu-sensor", junk)
            teacher.publish("lab/rejected/meu-sensor", junk)
        teacher.publish("chat/aula1/teacher", "@meu-sensor on")
        wait_until(lambda: _data(bridged, "light")[-1:] == [True])


def test_birth_goodbye_and_will(bridged: Lab) -> None:
    with _teacher(bridged) as teacher:

        def last_status() -> bytes:
            return (teacher.payloads("status/aula1/meu-sensor") or [b""])[-1]

        device = _start(bridged)
        wait_until(lambda: last_status() == b"online")
        assert device.process is not None
        device.process.send_signal(signal.SIGINT)
        wait_until(lambda: last_status() == b"offline", what="goodbye")
        assert device.process.wait(5) == 0
        device = _start(bridged)
        wait_until(lambda: last_status() == b"online")
        device.kill()
        wait_until(lambda: last_status() == b"offline", what="will")


def test_it_goes_on_when_the_broker_is_back_and_tells_of_the_outage(bridged: Lab) -> None:
    device = _start(bridged)
    wait_until(lambda: _data(bridged, "temperature"))
    bridged.services["broker"].kill()
    wait_until(lambda: "No connection." in device.text(), what=device.text)
    bridged.services["broker"].start()
    wait_until(_more_readings(bridged), seconds=40, what="more readings")
    ids = [record["id"] for record in _records(bridged) if record["role"] == "meu-sensor"]
    assert len(set(ids)) == len(ids)


def test_what_was_not_acknowledged_is_sent_again_and_logged_once(bridged: Lab) -> None:
    network = Proxy(bridged.mqtt_port, knows_mqtt=True)
    network.start()
    try:
        network.change(Conditions(loses_pubacks_down=True))
        _start(bridged, PORT=network.port)
        wait_until(lambda: network.lost_packets >= 5, what="PUBACKs are lost")
        network.change(GOOD)
        network.break_all()
        wait_until(lambda: network.accepted >= 2)
        wait_until(_more_readings(bridged), what="more readings")
        ids = [record["id"] for record in _records(bridged) if record["role"] == "meu-sensor"]
        assert len(set(ids)) == len(ids)
        assert _data(bridged, "device") == ["my-sensor"]
    finally:
        network.stop()


def test_without_a_broker_it_says_so_and_tries_again(any_lab: Lab) -> None:
    device = _start(any_lab)
    wait_until(lambda: device.text().count("No connection. I try again") >= 2, what=device.text)
    any_lab.start_broker()
    wait_until(lambda: "Connected as meu-sensor in aula1." in device.text(), what=device.text)


@pytest.mark.parametrize("broker", ["mosquitto", "amqtt"])
def test_in_a_closed_lab_it_needs_its_password_and_says_so(lab: Lab, broker: str) -> None:
    lab.broker_kind = broker
    lab.settings["LAB_ACCESS"] = "on"
    password = add_device(lab.folder / "data", "meu-sensor")
    lab.start_broker()
    lab.start_bridge()
    stranger = _start(lab, PASSWORD="guess")
    wait_until(lambda: "The broker refuses me: " in stranger.text(), what=stranger.text)
    assert "O broker me recusa: " in stranger.text()
    stranger.kill()
    _start(lab, PASSWORD=password)
    wait_until(lambda: len(_data(lab, "temperature")) >= 2, what="readings")


def test_what_the_lab_refuses_is_told(bridged: Lab) -> None:
    device = _start(bridged, SESSION="Aula 1")
    wait_until(lambda: "The lab refuses what I said" in device.text(), what=device.text)


def test_it_imports_paho_and_the_standard_library_alone() -> None:
    tree = ast.parse(TEMPLATE.read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) == {"paho"}
