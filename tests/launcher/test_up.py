"""`python -m launcher up` with the real services, in a copy of the project without the page's sources.

One lab for all of them, for it takes seconds to start; so they come in the order of its life.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from tests.launcher.running import Up, copy_project, running
from tests.support.ports import free_port, is_listening


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project."""
    return copy_project(tmp_path_factory.mktemp("up"))


@pytest.fixture(scope="module")
def up(project: Path) -> Iterator[Up]:
    """A lab that several tests look at."""
    with running(project, LAB_FAULTS_PORT=str(free_port())) as made:
        yield made


def test_it_tells_where_the_page_is_once_a_message_can_pass(up: Up) -> None:
    assert f"http://127.0.0.1:{up.web_port}/" in up.text()
    assert up.health() == 200


def test_the_demo_devices_join(up: Up) -> None:
    up.wait("device: ready lamp in demo")


def test_a_second_lab_of_the_same_folder_is_told_of_the_first(up: Up, project: Path) -> None:
    done = subprocess.run(up.command, cwd=project, env=up.env, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert f"already running (pid {up.process.pid})" in done.stdout


def test_the_fault_lab_is_started_when_somebody_asks_for_it(up: Up) -> None:
    assert "faults |" not in up.text()
    url = f"http://127.0.0.1:{up.web_port}/api/sessions/aula1/faults/ana"
    line = requests.put(url, json={"rules": ["lose-puback:30%"]}, timeout=20).json()
    assert line["rules"] == ["lose-puback:30%"]
    assert is_listening(line["port"])
    up.wait("faults: ready")


def test_a_killed_bridge_comes_back_and_messages_pass_again(up: Up) -> None:
    up.child("bridge").kill()
    up.wait("bridge ended (SIGKILL)")
    up.wait("bridge: ready", times=2)
    assert up.health() == 200


def test_ctrl_c_ends_everything_within_5_seconds(up: Up) -> None:
    services = psutil.Process(up.process.pid).children(recursive=True)
    begin = time.monotonic()
    os.killpg(up.process.pid, signal.SIGINT)  # as a terminal does
    assert up.process.wait(10) == 0, up.text()
    assert time.monotonic() - begin < 5
    assert len(services) >= 4
    assert not any(service.is_running() for service in services)
    assert not is_listening(up.mqtt_port)


def test_nothing_of_it_was_a_traceback(up: Up) -> None:
    assert "Traceback" not in up.text()
