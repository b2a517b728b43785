"""Which services make a lab, and how their health is read."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from chat.settings import Settings
from launcher.services import Health, plan
from tests.support.ports import free_port


@contextmanager
def answering(status: int, body: str) -> Iterator[int]:
    """A server whose every answer is this; yields its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        log_message: Callable[..., None] = lambda *_: None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def names(settings: Settings, devices: bool = True) -> list[str]:
    """The services of a plan."""
    return [spec.name for spec in plan(settings, devices=devices)]


def test_a_lab_is_broker_bridge_web_and_devices() -> None:
    assert names(Settings()) == ["broker", "bridge", "web", "devices", "faults"]


def test_without_devices_there_are_none() -> None:
    assert names(Settings(), devices=False) == ["broker", "bridge", "web", "faults"]


def test_an_external_broker_is_not_started() -> None:
    settings = Settings.from_mapping({"LAB_BROKER": "external", "LAB_MQTT_HOST": "broker.local"})
    assert names(settings) == ["bridge", "web", "devices", "faults"]


def test_the_fault_lab_waits_until_it_is_wanted_and_may_be_left_out() -> None:
    assert [spec.name for spec in plan(Settings(), devices=False) if not spec.wanted()] == ["faults"]
    assert plan(Settings(), devices=False, faults_wanted=lambda: True)[-1].wanted()
    assert "faults" not in names(Settings.from_mapping({"LAB_FAULTS": "off"}))


def test_each_service_is_a_module_run_by_this_python() -> None:
    devices = plan(Settings(), devices=True)[3]
    assert devices.command == (sys.executable, "-m", "devices", "demo", "--session", "demo")


def test_the_demo_devices_are_told_where_their_passwords_are_and_never_which(tmp_path: Path) -> None:
    devices = plan(Settings(), devices=True, passwords=tmp_path / "p.json")[3]
    assert devices.command[-2:] == ("--passwords", str(tmp_path / "p.json"))


def test_the_settings_reach_the_services_through_their_environment() -> None:
    settings = Settings.from_mapping({"LAB_WEB_PORT": "8080", "LAB_MQTT_USERNAME": "lab"})
    for spec in plan(settings, devices=True, environ={"PATH": "/bin", "LAB_WEB_PORT": "1"}):
        assert Settings.load(spec.env) == settings
        assert spec.env["PATH"] == "/bin"


def test_200_is_healthy() -> None:
    with answering(200, '{"status":"ok"}') as port:
        assert Health("127.0.0.1", port).is_ok()


def test_503_says_which_part_is_missing() -> None:
    body = json.dumps({"status": "unavailable", "broker": "ok", "bridge": "no answer", "web": "ok"})
    with answering(503, body) as port:
        health = Health("127.0.0.1", port)
        assert not health.is_ok()
    assert health.missing() == " (bridge: no answer)"


@pytest.mark.parametrize("body", ["", "[]", "<html>"])
def test_an_answer_that_is_no_health_report_is_no_crash(body: str) -> None:
    with answering(503, body) as port:
        assert not Health("127.0.0.1", port).is_ok()


def test_no_answer_at_all_names_the_url() -> None:
    port = free_port()
    health = Health("127.0.0.1", port)
    assert not health.is_ok()
    assert f":{port}/healthz" in health.missing()
