"""The lab's services as real processes, on ports and in folders of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.support.ports import free_port, is_listening
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without any LAB_* of the person who runs the tests, plus `extra`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LAB_")}
    return {**kept, "PYTHONUNBUFFERED": "1", **extra}


@dataclass
class Service:
    """One process: a module of the lab, or any command, with its output in a file."""

    name: str
    command: list[str]
    env: dict[str, str]
    output: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; its output is appended."""
        with self.output.open("ab") as out:
            self.process = subprocess.Popen(self.command, env=self.env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self._signal(signal.SIGKILL)

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM, and wait. Returns the exit code."""
        return self._signal(signal.SIGTERM, seconds)

    def _signal(self, number: int, seconds: float = 10.0) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
            raise AssertionError(f"{self.name} did not end within {seconds} s:\n{self.text()}") from None

    def text(self) -> str:
        """Everything the process has said."""
        return self.output.read_text(errors="replace") if self.output.exists() else ""


@dataclass
class Lab:
    """A lab of its own: ports, folders, and the services that a test asks for."""

    folder: Path
    broker_kind: str = "mosquitto"
    settings: dict[str, str] = field(default_factory=dict)
    mqtt_port: int = field(default_factory=free_port)
    mqtts_port: int = field(default_factory=free_port)
    ws_port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
    services: dict[str, Service] = field(default_factory=dict)
    overrides: dict[str, dict[str, str]] = field(default_factory=dict)
    """Settings of one service alone, by its name: the port of a proxy before the broker, say."""
    prefixes: dict[str, list[str]] = field(default_factory=dict)
    """What a service's command begins with instead of `python -m`."""

    @property
    def logs(self) -> Path:
        """Where this lab's bridge writes."""
        return self.folder / "logs"

    @property
    def url(self) -> str:
        """Where this lab's page is."""
        return f"http://127.0.0.1:{self.web_port}"

    def environ(self) -> dict[str, str]:
        """The environment of this lab's services."""
        return environment(
            {
                "LAB_BROKER": self.broker_kind,
                "LAB_MQTT_PORT": str(self.mqtt_port),
                "LAB_MQTTS_PORT": str(self.mqtts_port),
                "LAB_MQTT_WS_PORT": str(self.ws_port),
                "LAB_WEB_PORT": str(self.web_port),
                "LAB_LOGS": str(self.logs),
                "LAB_DATA": str(self.folder / "data"),
                **self.settings,
            }
        )

    def service(self, name: str, *arguments: str) -> Service:
        """A process `python -m <name> <arguments>`, started."""
        command = [*self.prefixes.get(name, [sys.executable, "-m"]), name, *arguments]
        first = " ".join([name, *arguments])
        key = first if first not in self.services else f"{first} #{len(self.services)}"
        env = {**self.environ(), **self.overrides.get(name, {})}
        made = Service(key, command, env, self.folder / f"{name}.out")
        self.services[key] = made
        made.start()
        return made

    def start_broker(self) -> Service:
        """The broker, accepting connections."""
        return self._listening("broker", self.mqtt_port)

    def start_bridge(self) -> Service:
        """The bridge, subscribed and ready."""
        made = self.service("bridge")
        wait_until(lambda: "bridge: ready" in made.text(), what=lambda: f"bridge is ready:\n{made.text()}")
        return made

    def start_web(self) -> Service:
        """The page, answering."""
        return self._listening("web", self.web_port)

    def wait_saved(self, what: bytes, *, seconds: float = 15.0) -> None:
        """Wait until mosquitto's state on the disk holds these bytes, of a subscription or a payload."""
        state = self.folder / "data" / "broker" / "mosquitto.db"
        wait_until(lambda: state.exists() and what in state.read_bytes(), seconds=seconds, what="mosquitto saves")

    def start_all(self) -> None:
        """Broker, bridge and web, well: the page alone may answer before it is connected to the broker."""
        self.start_broker()
        self.start_bridge()
        self.start_web()
        self.wait_until_well()

    def wait_until_well(self) -> None:
        """Wait until a message passes through broker, bridge and web. The page speaks HTTP."""
        wait_until(self._is_well, seconds=30, what=lambda: f"the lab is well:\n{self.services['web'].text()}")

    def _is_well(self) -> bool:
        return requests.get(f"{self.url}/healthz", timeout=10).status_code == 200

    def _listening(self, name: str, port: int) -> Service:
        made = self.service(name)
        wait_until(
            lambda: is_listening(port) or _ended(made), seconds=60, what=lambda: f"{name} listens:\n{made.text()}"
        )
        assert is_listening(port), made.text()
        return made

    def stop(self) -> None:
        """End everything that this lab started, last first."""
        for made in reversed(list(self.services.values())):
            if made.process is not None and made.process.poll() is None:
                made.process.kill()
                made.process.wait(5)


def limited(option: str) -> list[str]:
    """What begins the command of a service that has this limit: `ulimit` of POSIX's shell."""
    return ["sh", "-c", f'ulimit {option}; exec "$0" -m "$@"', sys.executable]


def forget_state(lab: Lab) -> None:
    """Remove the state of mosquitto, which must not run: its sessions and what it retains."""
    for state in (lab.folder / "data").rglob("mosquitto.db*"):
        state.unlink()


def _ended(made: Service) -> bool:
    return made.process is not None and made.process.poll() is not None
