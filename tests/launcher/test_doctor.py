"""The doctor: what it finds, and whether the lab could start."""

import io
import socket
from pathlib import Path

import pytest

from chat.errors import SettingsError
from chat.settings import Settings
from launcher.doctor import doctor
from launcher.page_build import Page
from launcher.preflight import only_lab
from launcher.terminal import Terminal
from launcher.texts import Texts
from tests.launcher.test_preflight import free_settings


def examine(settings: Settings | SettingsError, root: Path) -> tuple[int, str]:
    """The exit code and what was printed."""
    out = io.StringIO()
    code = doctor(settings, Page(root), terminal=Terminal(out), texts=Texts(english=True))
    return code, out.getvalue()


def line(text: str, what: str) -> str:
    """The finding about `what`."""
    return next(row for row in text.splitlines() if what in row)


def test_a_machine_on_which_up_works_is_0(tmp_path: Path) -> None:
    code, text = examine(free_settings(), tmp_path)
    assert code == 0, text
    assert text.endswith("The lab can start: python lab.py\n")


@pytest.mark.parametrize("what", ["Python", "Environment", "Node.js", "Page", "Broker", "mosquitto_sub", "Chromium"])
def test_it_looks_at(what: str, tmp_path: Path) -> None:
    assert line(examine(free_settings(), tmp_path)[1], what).startswith(("ok", "optional"))


def test_a_bad_setting_is_missing_and_names_the_key(tmp_path: Path) -> None:
    code, text = examine(SettingsError("bad-setting", "LAB_WEB_PORT='x': no"), tmp_path)
    assert code == 1
    assert line(text, "Settings").startswith("missing")
    assert "LAB_WEB_PORT" in line(text, "Settings")


def test_the_broker_is_the_embedded_one_unless_told_otherwise(tmp_path: Path) -> None:
    assert line(examine(free_settings(), tmp_path)[1], "Broker") == "ok        Broker: amqtt (LAB_BROKER=auto)"


def test_mosquitto_that_was_chosen_is_looked_for(tmp_path: Path) -> None:
    found = line(examine(free_settings(LAB_BROKER="mosquitto"), tmp_path)[1], "Broker")
    assert found.startswith("ok        Broker: mosquitto (LAB_BROKER=mosquitto, found ")


def test_a_busy_port_is_missing_and_says_what_moves_it(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        code, text = examine(free_settings(LAB_WEB_PORT=server.getsockname()[1]), tmp_path)
    assert code == 1
    assert "--web-port" in line(text, "(LAB_WEB_PORT)")


def test_ports_of_the_lab_that_runs_here_are_no_trouble(tmp_path: Path) -> None:
    with socket.socket() as server, only_lab(tmp_path / ".lab", Settings()):
        server.bind(("127.0.0.1", 0))
        server.listen()
        code, text = examine(free_settings(LAB_WEB_PORT=server.getsockname()[1]), tmp_path)
    assert code == 0
    assert "in use by this lab" in line(text, "(LAB_WEB_PORT)")


def test_logs_that_cannot_be_written_are_missing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, text = examine(free_settings(LAB_LOGS=tmp_path / "file"), tmp_path)
    assert (code, line(text, "Logs")) == (1, f"missing   Logs: can't write in {tmp_path / 'file'}")


def test_a_page_that_is_not_built_yet_does_not_keep_the_lab_from_starting(tmp_path: Path) -> None:
    code, text = examine(free_settings(), tmp_path)
    assert (code, line(text, "Page")) == (0, "optional  Page: the first start builds it")
