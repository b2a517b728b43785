"""web.boards.archive: one archive for a class, made in pieces."""

import io
import zipfile

import pytest

from web.boards.archive import zip_of
from web.boards.kinds import KINDS
from web.boards.order import MAX_BOARDS, Board, Order, Reach


def order(count: int) -> Order:
    boards = tuple(Board(f"esp32-{number}", f"secret{number}") for number in range(1, count + 1))
    return Order(Reach("192.168.0.5", 8883, tls=True, ca=b"authority"), "aula1", boards)


def read(pieces: list[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_every_board_has_a_folder_of_its_own() -> None:
    archive = read(list(zip_of("micropython", order(3), lambda: None)))
    assert archive.testzip() is None
    assert {name.partition("/")[0] for name in archive.namelist()} == {"README.txt", "esp32-1", "esp32-2", "esp32-3"}
    assert b"secret2" in archive.read("esp32-2/config.py")
    assert archive.read("esp32-3/ca.pem") == b"authority"


@pytest.mark.parametrize("kind", KINDS)
def test_the_archive_says_in_both_languages_what_to_do(kind: str) -> None:
    said = read(list(zip_of(kind, order(1), lambda: None))).read("README.txt").decode()
    assert len([line for line in said.splitlines() if line]) == 6
    assert "{" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_the_most_boards_come_in_small_pieces_and_others_work_between_them(kind: str) -> None:
    rests: list[int] = []
    pieces = list(zip_of(kind, order(MAX_BOARDS), lambda: rests.append(1)))
    folders = {name.partition("/")[0] for name in read(pieces).namelist()}
    assert len(rests) == MAX_BOARDS
    assert max(map(len, pieces)) < 100_000
    assert len(folders) == MAX_BOARDS + 1
