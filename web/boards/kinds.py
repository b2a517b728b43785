"""The kinds of files that a board can get, and how each is filled in. Reads the templates in `devices/`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from web.boards.assignments import fill_python
from web.boards.order import Board, Order

DEVICES = Path(__file__).resolve().parents[2] / "devices"
CA_FILE = "ca.pem"


@dataclass(frozen=True, slots=True)
class BoardFile:
    """A file of a board, with its path in the board's folder."""

    path: str
    content: bytes


Fill = Callable[[Path, Board, Order], Iterator[BoardFile]]


def micropython(devices: Path, board: Board, order: Order) -> Iterator[BoardFile]:
    """`config.py`, filled in, and the two files beside it as they are."""
    folder = devices / "micropython"
    reach, wifi = order.reach, order.wifi
    values: dict[str, str | int] = {
        "WIFI_NAME": wifi.name,
        "WIFI_PASSWORD": wifi.password,
        "HOST": reach.host,
        "PORT": reach.port,
        "CA": CA_FILE if reach.tls else "",
        "USERNAME": board.role if board.password else "",
        "PASSWORD": board.password,
        "SESSION": order.session,
        "ROLE": board.role,
    }
    config = (folder / "config.py").read_text(encoding="utf-8")
    yield BoardFile("config.py", fill_python(config, values).encode())
    for name in ("main.py", "mqtt_min.py"):
        yield BoardFile(name, (folder / name).read_bytes())


KINDS: Mapping[str, Fill] = {"micropython": micropython}


def files_of(kind: str, board: Board, order: Order, devices: Path = DEVICES) -> Iterator[BoardFile]:
    """The files of one board. Raises KeyError for an unknown kind, and OSError when a template can't be read."""
    yield from KINDS[kind](devices, board, order)
    if order.reach.ca:
        yield BoardFile(CA_FILE, order.reach.ca)
