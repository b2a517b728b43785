"""What is looked at before anything starts."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from chat.settings import Settings
from launcher.preflight import AlreadyRunningError, only_lab, ports_trouble, running_lab, wanted_ports
from launcher.texts import Texts
from tests.support.ports import free_port
from tests.support.services import ROOT

ENGLISH = Texts(english=True)


def free_settings(**changes: object) -> Settings:
    """Settings whose ports are free, but for those in `changes`."""
    ports = {name: str(free_port()) for name in ("LAB_MQTT_PORT", "LAB_MQTT_WS_PORT", "LAB_WEB_PORT")}
    return Settings.from_mapping({**ports, **{key: str(value) for key, value in changes.items()}})


def test_free_ports_are_no_trouble() -> None:
    assert ports_trouble(free_settings(), ENGLISH) == []


@pytest.mark.parametrize(
    ("key", "who", "option"),
    [
        ("LAB_MQTT_PORT", "the broker (MQTT)", "--mqtt-port"),
        ("LAB_MQTT_WS_PORT", "the broker (MQTT over WebSocket)", "--mqtt-ws-port"),
        ("LAB_WEB_PORT", "the web page", "--web-port"),
    ],
)
def test_a_busy_port_names_itself_who_asked_and_what_moves_it(key: str, who: str, option: str) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        (line,) = ports_trouble(free_settings(**{key: port}), ENGLISH)
    assert f"Port {port} (127.0.0.1), needed by {who}" in line
    assert f"{option} {port + 1} or {key}={port + 1}" in line


def test_an_address_that_is_not_ours_is_told_once_with_its_key() -> None:
    lines = ports_trouble(free_settings(LAB_HOST="192.0.2.77"), ENGLISH)
    assert [line.partition(" is")[0] for line in lines] == ["LAB_HOST=192.0.2.77 (--host)"]


def test_with_an_external_broker_only_the_page_needs_a_port() -> None:
    settings = free_settings(LAB_BROKER="external", LAB_MQTT_HOST="broker.local")
    assert [port.key for port in wanted_ports(settings)] == ["LAB_WEB_PORT"]


def test_a_second_lab_of_the_same_folder_is_told_of_the_first(tmp_path: Path) -> None:
    with (
        only_lab(tmp_path / "data", Settings(web_port=8111)),
        pytest.raises(AlreadyRunningError) as error,
        only_lab(tmp_path / "data", Settings(web_port=8222)),
    ):
        pass
    assert error.value.lab.url == "http://127.0.0.1:8111/"


def test_a_lab_that_ended_leaves_the_folder_free(tmp_path: Path) -> None:
    with only_lab(tmp_path, Settings()):
        pass
    assert running_lab(tmp_path) is None
    with only_lab(tmp_path, Settings()):
        assert running_lab(tmp_path) is not None


def test_a_note_that_a_killed_lab_left_behind_is_of_no_lab(tmp_path: Path) -> None:
    program = "import os, sys; from pathlib import Path; from chat.settings import Settings;"
    program += "from launcher.preflight import only_lab;"
    program += "held = only_lab(Path(sys.argv[1]), Settings()); held.__enter__(); os.kill(os.getpid(), 9)"
    killed = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, check=False)
    assert killed.returncode != 0
    assert (tmp_path / "launcher.json").is_file()
    assert running_lab(tmp_path) is None


def test_a_data_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), only_lab(tmp_path / "file" / "data", Settings()):
        pass
