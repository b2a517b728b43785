"""The services of docker-compose.yml, run as processes with their very commands and environments."""

import json
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from chat.credentials import add_device
from tests.docker.containers import Containers
from tests.support.services import Service
from tests.support.waiting import wait_until

ORDER = ("broker", "bridge", "web", "devices")
NOT_AUTHORISED = 5
"""What mosquitto_pub ends with when CONNACK refuses it (MQTT 3.1.1, section 3.2.2.3)."""


class Stack:
    """All of them, started in the order of their `depends_on`, each once the one before is well."""

    def __init__(self, folder: Path) -> None:
        self.containers = Containers(folder)
        self.running: dict[str, Service] = {}

    def start(self) -> None:
        accounts = self.containers.service("accounts")
        accounts.start()
        assert accounts.process is not None
        assert accounts.process.wait(20) == 0, accounts.text()
        for name in ORDER:
            service = self.running[name] = self.containers.service(name)
            service.start()
            wait_until(partial(self.is_well, name), seconds=60, every=0.5, what=service.text)

    def is_well(self, name: str) -> bool:
        """Run the service's own health check."""
        check = self.containers.health_check(name)
        check.start()
        assert check.process is not None
        return check.process.wait(10) == 0

    def stop(self) -> None:
        for service in reversed(self.running.values()):
            if service.process is not None and service.process.poll() is None:
                service.process.kill()
                service.process.wait(5)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    made = Stack(tmp_path_factory.mktemp("containers"))
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.mark.parametrize("name", ORDER)
def test_each_service_is_well_by_its_own_health_check(stack: Stack, name: str) -> None:
    assert stack.is_well(name), stack.running[name].text()


def test_a_published_message_is_in_the_volume_of_the_logs(stack: Stack) -> None:
    port = stack.containers.ports["1883"]
    password = add_device(stack.containers.volume("data"), "usuario")
    publish = ["mosquitto_pub", "-h", "127.0.0.1", "-p", port, "-q", "1", "-t", "chat/aula1/usuario", "-m", "Olá"]
    login = ["-u", "usuario", "-P", password]
    # Refused until the broker has read the new account.
    wait_until(lambda: subprocess.run([*publish, *login], timeout=10, check=False).returncode == 0)
    logs = stack.containers.volume("logs")

    def records() -> list[dict[str, object]]:
        files = logs.glob("aula1/chat_*.log")
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]

    (record,) = wait_until(records, what="the record is in the log")
    assert (record["role"], record["text"]) == ("usuario", "Olá")


def test_nobody_is_anonymous(stack: Stack) -> None:
    port = stack.containers.ports["1883"]
    publish = ["mosquitto_pub", "-h", "127.0.0.1", "-p", port, "-q", "1", "-t", "chat/aula1/usuario", "-m", "Olá"]
    assert subprocess.run(publish, capture_output=True, timeout=10, check=False).returncode == NOT_AUTHORISED


def test_the_devices_have_no_password_of_another(stack: Stack) -> None:
    passwords = json.loads((stack.containers.volume("demo") / "passwords.json").read_text())
    assert set(passwords) == {"sensor-1", "lamp", "echo", "health"}


def test_what_looks_at_a_service_does_not_end_its_connection(stack: Stack) -> None:
    for name in ORDER:
        assert stack.is_well(name)
    assert not [name for name in ORDER if "disconnected" in stack.running[name].text()]
    assert "lost the broker" not in stack.running["devices"].text()


def test_what_looks_at_the_broker_leaves_no_line_on_its_console(stack: Stack) -> None:
    before = stack.running["broker"].text()
    assert stack.is_well("broker")
    assert stack.running["broker"].text() == before


def test_healthz_says_ok(stack: Stack) -> None:
    url = f"http://127.0.0.1:{stack.containers.ports['8000']}/healthz"
    with urllib.request.urlopen(url, timeout=5) as answer:
        assert json.load(answer) == {"status": "ok", "broker": "ok", "bridge": "ok", "web": "ok"}


def test_the_page_is_served(stack: Stack) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{stack.containers.ports['8000']}/", timeout=5) as answer:
        assert answer.headers.get_content_type() == "text/html"


def test_the_demo_session_is_logged(stack: Stack) -> None:
    wait_until(lambda: list(stack.containers.volume("logs").glob("demo/chat_*.log")), what="the demo session's log")


def test_a_check_fails_when_its_service_is_gone(stack: Stack) -> None:
    stack.running["devices"].kill()
    wait_until(lambda: not stack.is_well("devices"), what="the will has replaced the birth")


def test_the_check_of_the_broker_fails_when_the_broker_serves_nobody(stack: Stack) -> None:
    broker = stack.running["broker"].process
    assert broker is not None
    broker.send_signal(signal.SIGSTOP)
    try:
        assert not stack.is_well("broker")
    finally:
        broker.send_signal(signal.SIGCONT)
