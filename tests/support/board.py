"""Boards as processes, each running its very files: MicroPython's copied and configured as a student does, the ESP32
sketches compiled for this machine (tests/support/sketch.py)."""

import itertools
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.micropython import find_micropython
from tests.support.services import ROOT, Lab, Service
from tests.support.sketch import compiled

BOARD_FILES = ROOT / "devices" / "micropython"
BOARD_MODULES = ROOT / "tests" / "support" / "micropython_board"
"""`network` and `machine`, which a laptop's MicroPython does not have."""

_numbers = itertools.count(1)

Edit = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Config:
    """What a student fills in. `every`: seconds between two readings; `ca`: the path of a PEM file."""

    host: str = "127.0.0.1"
    port: int = 1883
    ca: str = ""
    username: str = ""
    password: str = ""
    session: str = "aula1"
    role: str = "esp32-1"
    every: float = 0.2
    wifi_name: str = "classroom"
    wifi_password: str = "chalk"
    air: Mapping[str, str] = field(
        default_factory=lambda: {"BOARD_AIR_NAME": "classroom", "BOARD_AIR_PASSWORD": "chalk"}
    )
    """The Wi-Fi network that is there."""


@dataclass(frozen=True, slots=True)
class BoardKind:
    """One kind of board: how its program is made ready in a folder, and the command and environment that run it."""

    name: str
    prepare: Callable[[Path, Config, Edit], tuple[list[str], dict[str, str]]]
    main_file: Path
    acknowledges_by_confirmation: bool = False


def interpreter() -> str:
    """MicroPython; the boards' files also run on Python, where there is none."""
    return find_micropython() or sys.executable


def _prepare_micropython(folder: Path, config: Config, edit: Edit) -> tuple[list[str], dict[str, str]]:
    for files in (BOARD_FILES, BOARD_MODULES):
        shutil.copytree(files, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    for name in ("main.py", "mqtt_min.py"):
        (folder / name).write_text(edit((folder / name).read_text(encoding="utf-8")), encoding="utf-8")
    with (folder / "config.py").open("a", encoding="utf-8") as file:
        file.write(f"HOST, PORT, CA = {config.host!r}, {config.port}, {config.ca!r}\n")
        file.write(f"USERNAME, PASSWORD = {config.username!r}, {config.password!r}\n")
        file.write(f"SESSION, ROLE, EVERY_SECONDS = {config.session!r}, {config.role!r}, {config.every}\n")
        file.write(f"WIFI_NAME, WIFI_PASSWORD = {config.wifi_name!r}, {config.wifi_password!r}\n")
    return [interpreter(), str(folder / "main.py")], {}


def _prepare_sketch(name: str) -> Callable[[Path, Config, Edit], tuple[list[str], dict[str, str]]]:
    def prepare(_folder: Path, config: Config, edit: Edit) -> tuple[list[str], dict[str, str]]:
        values = {
            "HOST": config.host,
            "PORT": str(config.port),
            "CA": Path(config.ca).read_text(encoding="utf-8") if config.ca else "",
            "USERNAME": config.username,
            "PASSWORD": config.password,
            "SESSION": config.session,
            "ROLE": config.role,
            "EVERY_SECONDS": str(config.every),
            "WIFI_NAME": config.wifi_name,
            "WIFI_PASSWORD": config.wifi_password,
            "LED_PIN": "2",
        }
        return [str(compiled(name, edit))], {f"BOARD_{key}": value for key, value in values.items()}

    return prepare


def _sketch(name: str, *, confirms: bool = False) -> BoardKind:
    main_file = ROOT / "devices" / "esp32" / name / f"{name}.ino"
    return BoardKind(name, _prepare_sketch(name), main_file, acknowledges_by_confirmation=confirms)


MICROPYTHON = BoardKind("micropython", _prepare_micropython, BOARD_FILES / "main.py")
ESP32 = _sketch("lab_device")
PUBSUBCLIENT = _sketch("lab_pubsubclient", confirms=True)
BOARDS = (MICROPYTHON,) if sys.platform == "win32" else (MICROPYTHON, ESP32, PUBSUBCLIENT)


def run_board(lab: Lab, kind: BoardKind, config: Config, edit: Edit = str) -> Service:
    """Start a board of this kind; `lab.stop` ends it. `edit` changes the text of its main files first."""
    folder = lab.folder / f"board-{next(_numbers)}"
    folder.mkdir()
    command, settings = kind.prepare(folder, config, edit)
    board = Service(config.role, command, {**lab.environ(), **config.air, **settings}, folder / "out.txt")
    board.start()
    lab.services[folder.name] = board
    return board


def start_board(
    lab: Lab,
    role: str = "esp32-1",
    *,
    session: str = "aula1",
    every: float = 0.2,
    host: str = "127.0.0.1",
    port: int = 0,
    ca: str = "",
) -> Service:
    """Start a MicroPython board. `every`: seconds between two readings; `port`: the broker's, if none is given."""
    config = Config(host=host, port=port or lab.mqtt_port, ca=ca, session=session, role=role, every=every)
    return run_board(lab, MICROPYTHON, config)
