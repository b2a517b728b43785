"""`python -m launcher up` with the real services, in a copy of the project without the page's sources.

One lab for all of them, for it takes seconds to start; so they come in the order of its life.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.ports import free_port, is_listening
from tests.support.services import ROOT, environment
from tests.support.waiting import wait_until

COPIED = ("chat", "broker", "bridge", "web", "devices", "launcher")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder with a space and an accent in its name; without web/ui there is nothing to build."""
    folder = tmp_path_factory.mktemp("up") / "aula é 1"
    folder.mkdir()
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "ui", "built", "*.mo"))
    shutil.copy(ROOT / "lab.py", folder)
    return folder


class Up:
    """A launcher and its services."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.output = folder / "up.out"
        self.web_port, self.mqtt_port = free_port(), free_port()
        env = environment({"LAB_LANG": "en", "LAB_MQTT_WS_PORT": str(free_port())})
        ports = ["--web-port", str(self.web_port), "--mqtt-port", str(self.mqtt_port)]
        self.command = [sys.executable, "-m", "launcher", "up", *ports, *words]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                self.command, cwd=folder, env=env, stdout=out, stderr=out, start_new_session=True
            )
        self.env = env

    def text(self) -> str:
        return self.output.read_text()

    def wait(self, words: str, times: int = 1) -> None:
        wait_until(lambda: self.text().count(words) >= times, seconds=30, what=f"{words!r}")

    def child(self, module: str) -> psutil.Process:
        """The process of a service."""
        return next(p for p in psutil.Process(self.process.pid).children() if p.cmdline()[1:] == ["-m", module])

    def health(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.web_port}/healthz", timeout=5) as answer:
            return int(answer.status)


def ready(project: Path) -> Iterator[Up]:
    """A lab that has told that it runs; ended by force if need be."""
    made = Up(project)
    try:
        made.wait("Stop       Ctrl-C")
        yield made
    finally:
        if made.process.poll() is None:
            made.process.terminate()
        made.process.wait(10)


@pytest.fixture(scope="module")
def up(project: Path) -> Iterator[Up]:
    """A lab that several tests look at."""
    yield from ready(project)


def test_it_tells_where_the_page_is_once_a_message_can_pass(up: Up) -> None:
    assert f"http://127.0.0.1:{up.web_port}/" in up.text()
    assert up.health() == 200


def test_the_demo_devices_join(up: Up) -> None:
    up.wait("device: ready lamp in demo")


def test_a_second_lab_of_the_same_folder_is_told_of_the_first(up: Up, project: Path) -> None:
    done = subprocess.run(up.command, cwd=project, env=up.env, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert f"already running (pid {up.process.pid})" in done.stdout


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
