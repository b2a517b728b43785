"""The kinds of files that a board can get, and how each is filled in. Reads the templates in `devices/`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from web.boards.assignments import fill_header, fill_python
from web.boards.order import Board, Order, Reach

DEVICES = Path(__file__).resolve().parents[2] / "devices"
CA_FILE = "ca.pem"
_HEADER_TEMPLATE = "lab_config.example.h"


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
    yield from _authority(reach)


def esp32(devices: Path, board: Board, order: Order) -> Iterator[BoardFile]:
    """The sketch that needs no library."""
    yield from _sketch("lab_device", devices, board, order)


def pubsubclient(devices: Path, board: Board, order: Order) -> Iterator[BoardFile]:
    """The sketch on the library PubSubClient, which most tutorials use."""
    yield from _sketch("lab_pubsubclient", devices, board, order)


def _sketch(name: str, devices: Path, board: Board, order: Order) -> Iterator[BoardFile]:
    """A sketch, in a folder of its name as the Arduino IDE wants it, with its `lab_config.h`, filled in."""
    folder = devices / "esp32" / name
    reach, wifi = order.reach, order.wifi
    values: dict[str, str | int] = {
        "BOARD_WIFI_NAME": wifi.name,
        "BOARD_WIFI_PASSWORD": wifi.password,
        "BOARD_HOST": reach.host,
        "BOARD_PORT": reach.port,
        "BOARD_USERNAME": board.role if board.password else "",
        "BOARD_PASSWORD": board.password,
        "BOARD_SESSION": order.session,
        "BOARD_ROLE": board.role,
        "BOARD_CA": reach.ca.decode("ascii", "replace"),
    }
    header = (folder / _HEADER_TEMPLATE).read_text(encoding="utf-8")
    yield BoardFile(f"{name}/lab_config.h", fill_header(header, values).encode())
    for source in sorted(folder.iterdir()):
        if source.suffix in (".ino", ".h", ".cpp") and source.name not in (_HEADER_TEMPLATE, "lab_config.h"):
            yield BoardFile(f"{name}/{source.name}", source.read_bytes())


def python(devices: Path, board: Board, order: Order) -> Iterator[BoardFile]:
    """The template for pupils, filled in, as `device.py`."""
    reach = order.reach
    values: dict[str, str | int] = {
        "HOST": reach.host,
        "PORT": reach.port,
        "SESSION": order.session,
        "ROLE": board.role,
        "PASSWORD": board.password,
        "CA_FILE": CA_FILE if reach.tls else "",
    }
    template = (devices / "template.py").read_text(encoding="utf-8")
    yield BoardFile("device.py", fill_python(template, values).encode())
    yield from _authority(reach)


def _authority(reach: Reach) -> Iterator[BoardFile]:
    """The authority to trust as a file, where there is one."""
    if reach.ca:
        yield BoardFile(CA_FILE, reach.ca)


KINDS: Mapping[str, Fill] = {
    "micropython": micropython,
    "esp32": esp32,
    "pubsubclient": pubsubclient,
    "python": python,
}


def files_of(kind: str, board: Board, order: Order, devices: Path = DEVICES) -> Iterator[BoardFile]:
    """The files of one board. Raises KeyError for an unknown kind, and OSError when a template can't be read."""
    return KINDS[kind](devices, board, order)
