"""`python -m launcher up --tls auto` of a closed lab: with TLS everywhere, and a device that comes from outside."""

import http.client
import json
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.credentials import load
from tests.launcher.running import Up, copy_project, running
from tests.support.ports import free_port
from tests.support.waiting import wait_until

MQTTS_PORT = free_port()


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A closed lab with TLS."""
    project = copy_project(tmp_path_factory.mktemp("tls"))
    words = ("--tls", "auto", "--mqtts-port", str(MQTTS_PORT))
    with running(project, *words, LAB_ACCESS="on") as made:
        yield made


def ca(up: Up) -> Path:
    return up.folder / ".lab" / "tls" / "ca.pem"


def test_the_banner_tells_where_tls_is_and_whom_to_trust(up: Up) -> None:
    output = up.text()
    assert "The lab is running." in output
    assert f"Page       https://127.0.0.1:{up.web_port}/" in output
    assert f"MQTT TLS   mqtts://127.0.0.1:{MQTTS_PORT}" in output
    assert f"Authority  https://127.0.0.1:{up.web_port}/ca.pem" in output


def test_a_message_passes(up: Up) -> None:
    context = ssl.create_default_context(cafile=ca(up))
    page = http.client.HTTPSConnection("127.0.0.1", up.web_port, timeout=10, context=context)
    page.request("GET", "/healthz")
    assert json.loads(page.getresponse().read())["status"] == "ok"


def test_the_demo_devices_join(up: Up) -> None:
    for role in ("sensor-1", "lamp", "echo"):
        up.wait(f"device: ready {role} in demo")


def test_the_line_that_device_add_shows_sends_a_message_over_tls(up: Up) -> None:
    said = up.command_of("device", "add", "fan", "--session", "aula1").stdout
    line = next(line for line in said.splitlines() if "mosquitto_pub" in line).split()
    assert line[line.index("-p") + 1 : line.index("-u")] == [str(MQTTS_PORT), "--cafile", "ca.pem"]
    shutil.copy(ca(up), up.folder / "ca.pem")

    def works() -> bool:  # refused until the broker has read the new account
        return subprocess.run(line, cwd=up.folder, capture_output=True, check=False).returncode == 0

    wait_until(works, seconds=5)
    logs = up.folder / "logs" / "aula1"
    wait_until(lambda: any('"role":"fan"' in file.read_text() for file in logs.glob("*.log")), what="it is logged")


def test_a_device_that_runs_is_asked_about_over_tls_too(up: Up) -> None:
    up.wait("device: ready lamp in demo")
    assert "in use now, in session demo" in up.command_of("device", "add", "lamp").stdout


def test_doctor_tells_until_when_and_for_whom(up: Up) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "launcher", "doctor"],
        cwd=up.folder,
        capture_output=True,
        text=True,
        check=False,
        env={**up.env, "LAB_TLS": "auto"},
    ).stdout
    assert "TLS: auto: certificate until 20" in said
    assert "localhost" in said


def test_no_service_says_a_secret_or_a_traceback(up: Up) -> None:
    known, output = load(up.folder / ".lab"), up.text()
    assert not any(secret in output for secret in (known.secret_key, *known.services.values(), "Traceback"))
