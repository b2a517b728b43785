"""The processes of a comparison: load generators that talk over their standard streams, and what a process costs."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from lab import run_step
from launcher.nodejs import Node, obtain
from tests.support.services import ROOT, environment

LOADS = ROOT / "bench" / "loads"
PEERS = ROOT / "bench" / "peers"


@dataclass(frozen=True)
class Generator:
    """A load generator: it says that it is ready, is told to go, and says what it saw."""

    process: subprocess.Popen[str]

    def go(self) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def told(self) -> dict[str, Any]:
        """The next line that it prints. Raises AssertionError when it ends without one."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"a load generator ended: {self.process.args!r}"
        document: dict[str, Any] = json.loads(line)
        return document


@contextmanager
def generator(*command: str) -> Iterator[Generator]:
    """A generator that is ready; ended with the block."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment({})
    )
    try:
        made = Generator(process)
        first = made.told()
        assert "ready" in first, first.get("failed", first)
        yield made
    finally:
        process.kill()
        process.communicate()


def python(module: str, *arguments: object) -> list[str]:
    """A module of ours as a command."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def node(script: Path, *arguments: object) -> list[str]:
    """A JavaScript program as a command; the peers' packages are installed when they are wanted for the first time."""
    found = obtain()
    if script.parent == PEERS:
        _install_peers(found)
    return [*found.node, str(script), *map(str, arguments)]


def _install_peers(found: Node) -> None:
    stamp = PEERS / "node_modules" / ".lab-lock"
    lock = hashlib.sha256((PEERS / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != lock:
        run_step("bench/peers: npm ci", [*found.npm, "ci", "--ignore-scripts"], cwd=PEERS)
        stamp.write_text(lock)


def family(pids: Sequence[int]) -> list[psutil.Process]:
    """These processes and all that they started."""
    parents = [psutil.Process(pid) for pid in pids]
    return [*parents, *(child for parent in parents for child in parent.children(recursive=True))]


def memory(pids: Sequence[int]) -> int:
    """Resident bytes of these processes and all that they started."""
    return sum(one.memory_info().rss for one in family(pids))


def cpu(pids: Sequence[int]) -> float:
    """Seconds of processor time that these processes and all that they started have used."""
    return sum(times.user + times.system for times in (one.cpu_times() for one in family(pids)))
