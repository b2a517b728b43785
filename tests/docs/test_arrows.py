"""docs/architecture.md: who may import whom, held to the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.services import ROOT

ROOMS = {"chat", "system", "tls", "mqtt", "broker", "bridge", "web", "devices", "faults", "launcher"}
MAY_IMPORT: dict[str, set[str]] = {
    "chat": set(),
    "tls": {"chat"},
    "system": set(),
    "mqtt": set(),
    "broker": {"chat", "mqtt", "system", "tls"},
    "bridge": {"chat", "mqtt", "system", "tls"},
    "web": {"chat", "mqtt", "system", "tls"},
    "devices": set(),
    "faults": {"chat", "mqtt", "system", "tls"},
    "launcher": {"broker", "chat", "tls"},
}
PAHO = {"mqtt/connection.py", "mqtt/network_loop.py", "mqtt/paho_private.py"}


def sources(room: str) -> Iterator[Path]:
    return (path for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts)


def imported(path: Path) -> set[str]:
    """The top-level names that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_the_arrows_allow(room: str) -> None:
    files = list(sources(room))
    assert files
    strangers = {str(path.relative_to(ROOT)): imported(path) & ROOMS - MAY_IMPORT[room] - {room} for path in files}
    assert {path: names for path, names in strangers.items() if names} == {}


def users_of(library: str) -> set[str]:
    paths = [path for room in ROOMS for path in sources(room) if library in imported(path)]
    return {path.relative_to(ROOT).as_posix() for path in paths}


def test_paho_is_used_where_the_architecture_says() -> None:
    assert {path for path in users_of("paho") if not path.startswith("devices/")} == PAHO


def test_amqtt_is_used_in_the_broker_only() -> None:
    users = users_of("amqtt")
    assert users
    assert {path for path in users if not path.startswith("broker/")} == set()


def test_the_codec_does_no_input_and_output() -> None:
    codec = [ROOT / "mqtt" / f"{name}.py" for name in ("frames", "packets", "publish_stream")]
    assert [imported(path) - {"collections", "functools", "mqtt", "re", "struct", "typing"} for path in codec] == [
        set()
    ] * 3


def test_certificates_are_made_in_one_room() -> None:
    assert {path.partition("/")[0] for path in users_of("cryptography")} == {"tls"}


def test_the_domain_opens_no_connection() -> None:
    assert users_of("socket") & {path.relative_to(ROOT).as_posix() for path in sources("chat")} == set()


def test_the_start_needs_nothing_but_the_standard_library() -> None:
    import sys

    assert imported(ROOT / "lab.py") - set(sys.stdlib_module_names) == set()


def test_no_module_is_called_utils() -> None:
    assert [path for room in ROOMS for path in sources(room) if path.stem in {"util", "utils", "helpers", "misc"}] == []
