"""A copy of the project with a launcher that runs it."""

import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.support.ports import free_port
from tests.support.services import ROOT, environment
from tests.support.waiting import wait_until

COPIED = ("chat", "system", "tls", "mqtt", "broker", "bridge", "web", "devices", "faults", "launcher")


def copy_project(folder: Path) -> Path:
    """The project in a folder with a space and an accent in its name; without web/ui there is nothing to build."""
    folder = folder / "aula é 1"
    folder.mkdir()
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "ui", "built", "*.mo"))
    shutil.copy(ROOT / "lab.py", folder)
    return folder


class Up:
    """A launcher and its services."""

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        self.folder = folder
        self.output = folder / "up.out"
        self.web_port, self.mqtt_port = free_port(), free_port()
        env = environment({"LAB_LANG": "en", "LAB_MQTT_WS_PORT": str(free_port()), **settings})
        ports = ["--web-port", str(self.web_port), "--mqtt-port", str(self.mqtt_port)]
        self.command = [sys.executable, "-m", "launcher", "up", *ports, *words]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                self.command, cwd=folder, env=env, stdout=out, stderr=out, start_new_session=True
            )
        self.env = env

    def text(self) -> str:
        """All that was said so far."""
        return self.output.read_text()

    def wait(self, words: str, times: int = 1) -> None:
        """Wait until it has said so."""
        wait_until(lambda: self.text().count(words) >= times, seconds=30, what=f"{words!r}")

    def child(self, module: str) -> psutil.Process:
        """The process of a service."""
        return next(p for p in psutil.Process(self.process.pid).children() if p.cmdline()[1:] == ["-m", module])

    def command_of(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Another command of the same folder, which is told nothing of the lab that runs."""
        env = {key: value for key, value in self.env.items() if not key.startswith("LAB_") or key == "LAB_LANG"}
        command = [sys.executable, "-m", "launcher", *words]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def health(self) -> int:
        """The status of /healthz."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.web_port}/healthz", timeout=5) as answer:
            return int(answer.status)


@contextmanager
def running(project: Path, *words: str, **settings: str) -> Iterator[Up]:
    """A lab that has printed that it runs. It is killed when it does not stop."""
    made = Up(project, *words, **settings)
    try:
        made.wait("Stop       Ctrl-C")
        yield made
    finally:
        if made.process.poll() is None:
            made.process.terminate()
        made.process.wait(10)
