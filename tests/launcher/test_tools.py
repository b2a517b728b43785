"""The programs that the tests need are found, installed or reported as missing, never ignored."""

import io
import shutil
import sys
from pathlib import Path

import pytest

from launcher import checks, tools
from launcher.terminal import Terminal
from launcher.texts import Texts
from launcher.tools import Tool

ABSENT = Tool("mosquitto_sub", lambda: None, "mosquitto-clients", "mosquitto", "EclipseFoundation.Mosquitto")
ALSO_ABSENT = Tool("mosquitto_pub", lambda: None, "mosquitto-clients", "mosquitto", "EclipseFoundation.Mosquitto")
PRESENT = Tool("sh", lambda: Path("/bin/sh"), "dash", "dash", "dash")


def having(*programs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only these programs be on the PATH."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in programs else None)


def test_what_is_here_is_not_missing() -> None:
    assert tools.missing([PRESENT, ABSENT]) == [ABSENT]


def test_the_tests_need_the_broker_its_clients_and_a_browser() -> None:
    names = [tool.name for tool in tools.needed("debian")]
    assert names[:4] == ["mosquitto", "mosquitto_sub", "mosquitto_pub", "chromium"]


def test_the_tests_need_both_proxies_of_the_recipes() -> None:
    assert {"nginx-light", "caddy"} <= {tool.apt for tool in tools.needed("debian")}


def test_the_tests_need_a_spreadsheet() -> None:
    assert "libreoffice-calc-nogui" in {tool.apt for tool in tools.needed("debian")}


def test_on_linux_the_tests_also_need_the_tool_that_makes_networks() -> None:
    assert ("ip" in [tool.name for tool in tools.needed("debian")]) == (sys.platform == "linux")


def test_where_sketches_can_be_compiled_the_tests_need_a_compiler_and_the_mqtt_library() -> None:
    packages = {tool.apt for tool in tools.needed("debian")}
    assert ({"g++", "libmosquitto-dev"} <= packages) == (sys.platform != "win32")


def test_a_header_is_found_where_compilers_look(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tools, "_INCLUDE_FOLDERS", (str(tmp_path / "none"), str(tmp_path)))
    assert tools.find_header("mosquitto.h") is None
    (tmp_path / "mosquitto.h").touch()
    assert tools.find_header("mosquitto.h") == tmp_path / "mosquitto.h"


def test_ubuntu_calls_its_browser_otherwise() -> None:
    assert "chromium-browser" in [tool.apt for tool in tools.needed("ubuntu")]


@pytest.mark.parametrize(
    ("programs", "platform", "line"),
    [
        (["apt-get"], "linux", "sudo apt-get install --no-install-recommends mosquitto-clients"),
        ([], "darwin", "brew install mosquitto"),
        ([], "win32", "winget install EclipseFoundation.Mosquitto"),
    ],
)
def test_each_system_has_its_line_to_type(
    programs: list[str], platform: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    having(*programs, monkeypatch=monkeypatch)
    monkeypatch.setattr(sys, "platform", platform)
    assert tools.install_line([ABSENT, ALSO_ABSENT]) == line


@pytest.mark.parametrize(("known", "steps"), [(True, ["install"]), (False, ["update", "install"])])
def test_apt_fetches_its_lists_when_they_lack_a_package(
    known: bool, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(tools, "_known", lambda _packages: known)
    tools.apt_install([ABSENT], step=lambda title, _command: taken.append(title.split()[1]))
    assert taken == steps


def test_apt_asks_nothing_and_takes_no_recommendations(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    monkeypatch.setattr(tools, "_known", lambda _packages: True)
    tools.apt_install([ABSENT, ALSO_ABSENT], step=lambda _title, command: taken.append(" ".join(command)))
    assert taken[-1] == (
        "env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends mosquitto-clients"
    )


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What `provide_tools` says when a tool is missing and nothing may be installed."""
    monkeypatch.setattr(tools, "needed", lambda: [PRESENT, ABSENT])
    monkeypatch.setattr(tools, "can_install", lambda: False)
    return io.StringIO()


def test_a_missing_tool_fails_with_the_line_to_type(said: io.StringIO) -> None:
    assert not checks.provide_tools(Terminal(said), Texts(english=True))
    assert f"mosquitto_sub. Install them with:\n    {tools.install_line([ABSENT])}" in said.getvalue()


def test_what_is_still_missing_after_the_installation_fails(said: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "can_install", lambda: True)
    monkeypatch.setattr(tools, "apt_install", lambda _tools: None)
    assert not checks.provide_tools(Terminal(said), Texts(english=True))
    assert "Still missing after the installation: mosquitto_sub" in said.getvalue()


def test_a_machine_that_has_everything_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "needed", lambda: [PRESENT])
    assert checks.provide_tools(Terminal(io.StringIO()), Texts())
