"""`python -m launcher up` of a closed lab, with the real services; one lab for all of them."""

import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from chat.credentials import load
from chat.secret import format_code
from tests.launcher.running import Up, copy_project, running
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A closed lab."""
    with running(copy_project(tmp_path_factory.mktemp("closed")), LAB_ACCESS="on") as made:
        yield made


def launcher(up: Up, *words: str) -> str:
    """Another command of the same lab; what it says."""
    command = [sys.executable, "-m", "launcher", *words]
    env = {**up.env, "LAB_MQTT_PORT": str(up.mqtt_port)}
    return subprocess.run(
        command, cwd=up.folder, env=env, capture_output=True, text=True, timeout=30, check=True
    ).stdout


def test_the_banner_shows_both_codes_and_that_the_lab_is_closed(up: Up) -> None:
    known = load(up.folder / ".lab")
    assert "It is closed" in up.text()
    assert f"Class      {format_code(known.class_code)}" in up.text()
    assert f"Teacher    {format_code(known.teacher_code)}" in up.text()


def test_a_message_passes(up: Up) -> None:
    assert up.health() == 200


def test_the_demo_devices_join_with_accounts_of_their_own(up: Up) -> None:
    for role in ("sensor-1", "lamp", "echo"):
        up.wait(f"device: ready {role} in demo")


def test_the_line_that_device_add_shows_sends_a_message(up: Up) -> None:
    said = launcher(up, "device", "add", "fan", "--session", "aula1")
    line = next(line for line in said.splitlines() if "mosquitto_pub" in line).split()
    # Refused until the broker has read the new account.
    wait_until(lambda: subprocess.run(line, capture_output=True, check=False).returncode == 0, seconds=3)
    logs = up.folder / "logs" / "aula1"
    wait_until(lambda: any('"role":"fan"' in file.read_text() for file in logs.glob("*.log")), what="it is logged")


def test_no_secret_is_in_a_process_list_or_an_environment_that_the_lab_made(up: Up) -> None:
    known = load(up.folder / ".lab")
    secrets = {known.secret_key, known.class_code, known.teacher_code, *known.services.values()}
    for process in psutil.Process(up.process.pid).children(recursive=True):
        words = " ".join([*process.cmdline(), *process.environ().values()])
        assert not any(secret in words for secret in secrets), process.cmdline()


def test_no_service_says_a_secret(up: Up) -> None:
    known = load(up.folder / ".lab")
    assert not any(secret in up.text() for secret in (known.secret_key, *known.services.values()))


def test_nothing_of_it_was_a_traceback(up: Up) -> None:
    assert "Traceback" not in up.text()
