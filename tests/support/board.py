"""The MicroPython device, its very files, as a process: copied and configured as a student does."""

import shutil
import sys

from tests.support.micropython import find_micropython
from tests.support.services import ROOT, Lab, Service

BOARD_FILES = ROOT / "devices" / "micropython"


def interpreter() -> str:
    """MicroPython; the boards' files also run on Python, where there is none."""
    return find_micropython() or sys.executable


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
    """Copy the files, change config.py, and start main.py; `lab.stop` ends it. `every`: seconds between two readings;
    `port`: the broker's, if none is given."""
    folder = lab.folder / role
    shutil.copytree(BOARD_FILES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "config.py").open("a", encoding="utf-8") as config:
        config.write(f'HOST, PORT, CA = "{host}", {port or lab.mqtt_port}, "{ca}"\n')
        config.write(f'SESSION, ROLE, EVERY_SECONDS = "{session}", "{role}", {every}\n')
    board = Service(role, [interpreter(), str(folder / "main.py")], lab.environ(), folder / "out.txt")
    board.start()
    lab.services[role] = board
    return board
