"""web.boards.kinds: the files of a board say what it needs, and are otherwise those of `devices/`."""

import ast
import re

import pytest

from web.boards.kinds import CA_FILE, DEVICES, KINDS, files_of
from web.boards.order import Board, Order, Reach, Wifi

BOARD = Board("esp32-1", "jx4g9k")
WIFI = Wifi('Sala "1"', "pass\\word")


def order(**changes: object) -> Order:
    values: dict[str, object] = {
        "reach": Reach("192.168.0.5", 2883),
        "session": "aula1",
        "boards": (BOARD,),
        "wifi": WIFI,
    }
    return Order(**(values | changes))  # type: ignore[arg-type]


def files(kind: str, board: Board = BOARD, **changes: object) -> dict[str, bytes]:
    return {file.path: file.content for file in files_of(kind, board, order(**changes))}


def config(board: Board = BOARD, **changes: object) -> dict[str, object]:
    """What config.py says to the program that imports it."""
    made: dict[str, object] = {}
    exec(files("micropython", board, **changes)["config.py"], made)
    return made


def test_a_board_knows_lab_network_and_account() -> None:
    said = config()
    wanted = {
        "WIFI_NAME": 'Sala "1"',
        "WIFI_PASSWORD": "pass\\word",
        "HOST": "192.168.0.5",
        "PORT": 2883,
        "CA": "",
        "SESSION": "aula1",
        "ROLE": "esp32-1",
        "USERNAME": "esp32-1",
        "PASSWORD": "jx4g9k",
    }
    assert {key: said[key] for key in wanted} == wanted


def test_in_an_open_lab_a_board_has_no_account() -> None:
    said = config(Board("esp32-1"))
    assert (said["USERNAME"], said["PASSWORD"]) == ("", "")


def test_over_tls_a_board_gets_the_authority() -> None:
    reach = Reach("192.168.0.5", 8883, tls=True, ca=b"-----BEGIN CERTIFICATE-----")
    assert config(reach=reach)["CA"] == CA_FILE
    assert files("micropython", reach=reach)[CA_FILE] == reach.ca


def test_the_program_is_the_one_of_the_repository() -> None:
    folder = DEVICES / "micropython"
    made = files("micropython")
    assert set(made) == {"config.py", "main.py", "mqtt_min.py"}
    assert [made[name] for name in ("main.py", "mqtt_min.py")] == [
        (folder / name).read_bytes() for name in ("main.py", "mqtt_min.py")
    ]


def header(reach: Reach) -> dict[str, str]:
    """What lab_config.h defines: text between quotes, or a number."""
    source = files("esp32", reach=reach)["lab_device/lab_config.h"].decode()
    return dict(re.findall(r'^#define (\w+) ("(?:[^"\\]|\\.)*"|\d+)', source, re.MULTILINE))


def test_a_sketch_knows_lab_network_and_account() -> None:
    reach = Reach("192.168.0.5", 8883, tls=True, ca=b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    said = header(reach)
    assert (
        said
        | {
            "BOARD_WIFI_NAME": r'"Sala \"1\""',
            "BOARD_WIFI_PASSWORD": r'"pass\\word"',
            "BOARD_HOST": '"192.168.0.5"',
            "BOARD_PORT": "8883",
            "BOARD_USERNAME": '"esp32-1"',
            "BOARD_PASSWORD": '"jx4g9k"',
            "BOARD_SESSION": '"aula1"',
            "BOARD_ROLE": '"esp32-1"',
            "BOARD_CA": r'"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"',
        }
        == said
    )


@pytest.mark.parametrize(("kind", "name"), [("esp32", "lab_device"), ("pubsubclient", "lab_pubsubclient")])
def test_a_sketch_lies_in_a_folder_of_its_name(kind: str, name: str) -> None:
    folder = DEVICES / "esp32" / name
    made = files(kind)
    others = {f"{name}/{path.name}" for path in folder.iterdir() if path.suffix in (".ino", ".h")}
    assert set(made) | {f"{name}/lab_config.example.h"} == others | {f"{name}/lab_config.h"}
    assert made[f"{name}/{name}.ino"] == (folder / f"{name}.ino").read_bytes()


def test_a_python_program_knows_lab_and_account() -> None:
    reach = Reach("192.168.0.5", 8883, tls=True, ca=b"authority")
    made = files("python", reach=reach)
    said = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(made["device.py"]).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    wanted = {"HOST": "192.168.0.5", "PORT": 8883, "SESSION": "aula1", "ROLE": "esp32-1", "PASSWORD": "jx4g9k"}
    assert {key: said[key] for key in [*wanted, "CA_FILE"]} == {**wanted, "CA_FILE": CA_FILE}
    assert made[CA_FILE] == b"authority"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_filled_in_for_every_lab(kind: str) -> None:
    for reach in (Reach("10.0.0.1", 1883), Reach("lab.school.example", 8883, tls=True, ca=b"ca")):
        assert files(kind, reach=reach)
