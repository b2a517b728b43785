"""The services of docker-compose.yml as processes, where there is no container engine.

Each runs the very command and environment of the file, the health checks too. A process is not a container, so this
much is rewritten, and nothing else: `python` is this interpreter; the host `broker` and every network are the loopback
address; the ports 1883, 9001 and 8000 are free ones; a path inside a volume is one of the test.
"""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.docker.compose import instructions, load
from tests.support.ports import free_port
from tests.support.services import ROOT, Service

# What a process needs of the machine; the rest of its environment is the container's.
_MACHINE = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")


@dataclass
class Containers:
    """The services, and the folder in which their volumes are."""

    folder: Path
    compose: Mapping[str, Any] = field(default_factory=lambda: load(ROOT / "docker-compose.yml", {}))
    ports: dict[str, str] = field(default_factory=lambda: {port: str(free_port()) for port in ("1883", "9001", "8000")})

    def volume(self, name: str) -> Path:
        """The folder of a named volume."""
        made = self.folder / name
        made.mkdir(exist_ok=True)
        return made

    def service(self, name: str) -> Service:
        """The process of a service, not started."""
        command = [self._word(name, word) for word in self.compose["services"][name]["command"]]
        return Service(name, self._program(command), self.environ(name), self.folder / f"{name}.out")

    def health_check(self, name: str) -> Service:
        """The process of a service's health check, not started."""
        kind, *command = self.compose["services"][name]["healthcheck"]["test"]
        assert kind == "CMD"
        command = [self._word(name, word) for word in command]
        return Service(f"{name}-check", self._program(command), self.environ(name), self.folder / f"{name}-check.out")

    def environ(self, name: str) -> dict[str, str]:
        """What the image and the file put into the environment of a service."""
        values = dict(word.split("=", 1) for first, words in _image() if first == "ENV" for word in words)
        values |= self.compose["services"][name].get("environment", {})
        machine = {key: os.environ[key] for key in _MACHINE if key in os.environ}
        hosts = {"broker": "127.0.0.1", "0.0.0.0": "127.0.0.1"}
        return {**machine, **{key: self._word(name, hosts.get(value, value)) for key, value in values.items()}}

    def _word(self, name: str, word: str) -> str:
        """A word of a command or an environment, as it is outside a container."""
        for volume, inside in self._mounts(name):
            if word == inside or word.startswith(f"{inside}/"):
                return f"{self.volume(volume)}{word.removeprefix(inside)}"
        return self.ports.get(word, word)

    def _mounts(self, name: str) -> list[tuple[str, str]]:
        mounts = [volume.split(":") for volume in self.compose["services"][name].get("volumes", [])]
        return [(mount[0], mount[1]) for mount in mounts]

    @staticmethod
    def _program(command: list[str]) -> list[str]:
        found = [sys.executable if word == "python" else word for word in command]
        assert shutil.which(found[0]), f"{found[0]} is not installed"
        return found


def _image() -> list[tuple[str, list[str]]]:
    """The instructions of the image's last stage."""
    every = instructions(ROOT / "Dockerfile")
    last = max(place for place, (first, _) in enumerate(every) if first == "FROM")
    return every[last:]
