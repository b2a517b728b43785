"""web.boards.kinds: the files of a board say what it needs, and are otherwise those of `devices/`."""

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


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_filled_in_for_every_lab(kind: str) -> None:
    for reach in (Reach("10.0.0.1", 1883), Reach("lab.school.example", 8883, tls=True, ca=b"ca")):
        assert files(kind, reach=reach)
