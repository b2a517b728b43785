"""`python -m launcher up` of a closed lab, with the real services; one lab for all of them."""

import json
import subprocess
import urllib.request
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
    said = up.command_of("device", "add", "fan", "--session", "aula1").stdout
    line = next(line for line in said.splitlines() if "mosquitto_pub" in line).split()
    # Refused until the broker has read the new account.
    wait_until(lambda: subprocess.run(line, capture_output=True, check=False).returncode == 0, seconds=3)
    logs = up.folder / "logs" / "aula1"
    wait_until(lambda: any('"role":"fan"' in file.read_text() for file in logs.glob("*.log")), what="it is logged")


def test_the_codes_are_shown_with_the_page_of_the_lab_that_runs(up: Up) -> None:
    assert f"http://127.0.0.1:{up.web_port}/" in up.command_of("codes").stdout


def test_a_device_that_runs_is_not_thrown_out_without_a_question(up: Up) -> None:
    up.wait("device: ready sensor-1 in demo")
    before = load(up.folder / ".lab").devices["sensor-1"]
    done = up.command_of("device", "add", "sensor-1")
    assert (done.returncode, load(up.folder / ".lab").devices["sensor-1"]) == (1, before)
    assert "in use now, in session demo" in done.stdout
    assert "--yes" in done.stdout


def test_a_role_without_an_account_that_somebody_has_is_asked_about_too(up: Up) -> None:
    body = json.dumps({"role": "maria", "text": "hello"}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {load(up.folder / '.lab').class_code}"}
    request = urllib.request.Request(f"http://127.0.0.1:{up.web_port}/api/sessions/aula1/messages", body, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 202
    done = up.command_of("device", "add", "maria")
    assert done.returncode == 1
    assert "Somebody is maria now, in session aula1" in done.stdout
    to_file = up.command_of("device", "add", "maria", "--to", "passwords.json")
    assert (to_file.returncode, (up.folder / "passwords.json").exists()) == (1, False)


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
