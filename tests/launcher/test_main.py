"""`python -m launcher` as a process: what it prints before a service starts."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.ports import free_port
from tests.support.services import ROOT, environment


def launcher(tmp_path: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that is expected to end by itself."""
    ports = {name: str(free_port()) for name in ("LAB_MQTT_PORT", "LAB_MQTT_WS_PORT", "LAB_WEB_PORT")}
    env = environment({"LAB_DATA": str(tmp_path / "data"), "LAB_LOGS": str(tmp_path / "logs"), **ports, **settings})
    command = [sys.executable, "-m", "launcher", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    ("settings", "words", "key"),
    [
        ({"LAB_WEB_PORT": "abc"}, [], "LAB_WEB_PORT='abc'"),
        ({}, ["--web-port", "0"], "LAB_WEB_PORT='0'"),
        ({"LAB_COLOUR": "red"}, [], "LAB_COLOUR"),
        ({}, ["--broker", "external"], "LAB_MQTT_HOST"),
    ],
)
def test_a_bad_setting_is_one_line_that_names_the_key_and_exit_code_2(
    tmp_path: Path, settings: dict[str, str], words: list[str], key: str
) -> None:
    done = launcher(tmp_path, *words, **settings)
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (2, "", 1)
    assert key in done.stdout


def test_a_busy_port_starts_nothing_and_is_exit_code_1(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        done = launcher(tmp_path, "--mqtt-port", str(server.getsockname()[1]), LAB_LANG="en")
    assert (done.returncode, done.stderr) == (1, "")
    assert "LAB_MQTT_PORT" in done.stdout


def test_an_option_wins_over_the_environment(tmp_path: Path) -> None:
    done = launcher(tmp_path, "--lang", "en", "--web-port", "x", LAB_LANG="pt-BR", LAB_WEB_PORT="8000")
    assert "LAB_WEB_PORT='x'" in done.stdout


def test_doctor_ends_with_its_verdict(tmp_path: Path) -> None:
    done = launcher(tmp_path, "doctor", LAB_LANG="en")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The lab can start: python lab.py")
