"""/api/boards in a closed lab: the files of a class, with the passwords that were made a moment ago."""

import io
import zipfile
from typing import Any

import pytest
import requests

from tests.web.access.conftest import Closed
from web.boards.order import MAX_BOARDS


def download(closed: Closed, **body: Any) -> requests.Response:
    whole: dict[str, Any] = {"kind": "micropython", "session": "aula1", **body}
    return closed.teacher().post(f"{closed.url}/api/boards", json=whole, timeout=30)


def test_the_files_have_what_the_answer_told(closed: Closed) -> None:
    answer = download(closed, boards=[{"role": "esp32-1", "password": "jx4g9k"}], wifi={"name": "school"})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    made: dict[str, object] = {}
    exec(archive.read("esp32-1/config.py"), made)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="micropython-aula1.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert (made["PORT"], made["ROLE"], made["PASSWORD"]) == (closed.lab.mqtt_port, "esp32-1", "jx4g9k")
    assert (made["WIFI_NAME"], made["WIFI_PASSWORD"]) == ("school", "")


def test_the_most_boards_of_one_download(closed: Closed) -> None:
    boards = [{"role": f"b{number}", "password": "x"} for number in range(MAX_BOARDS)]
    answer = download(closed, boards=boards)
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 3 * MAX_BOARDS + 1


def test_without_a_password_a_board_could_not_come_in(closed: Closed) -> None:
    answer = download(closed, boards=[{"role": "esp32-1"}])
    assert (answer.status_code, answer.json()["reason"]) == (400, "bad-field")


@pytest.mark.parametrize("word", ["wifi-of-the-school", "wifi-password-7", "board-password-7"])
def test_nothing_of_a_request_is_kept(closed: Closed, word: str) -> None:
    wifi = {"name": "wifi-of-the-school", "password": "wifi-password-7"}
    assert download(closed, boards=[{"role": "b", "password": "board-password-7"}], wifi=wifi).status_code == 200
    files = [path for path in closed.lab.folder.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if word.encode() in path.read_bytes()] == []
