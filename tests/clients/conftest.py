"""A lab on each broker, and a way to run programs that use the official JavaScript clients."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from launcher.nodejs import obtain
from tests.support.services import ROOT, Lab

RunNode = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="package", params=["mosquitto", "amqtt"])
def lab_on(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Broker and bridge; tests ask for sessions of their own."""
    lab = Lab(tmp_path_factory.mktemp(request.param), broker_kind=request.param)
    try:
        lab.start_broker()
        lab.start_bridge()
        yield lab
    finally:
        lab.stop()


@pytest.fixture
def run_node() -> RunNode:
    """Runs a program of this folder, which prints lines of JSON, with the packages of web/ui. Returns the lines."""

    def run(program: str, *arguments: str) -> list[dict[str, Any]]:
        script = Path(__file__).with_name(program)
        command = [*obtain().node, str(script), str(ROOT / "web" / "ui" / "package.json"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
