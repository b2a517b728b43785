"""/api/boards and /api/accounts in an open lab: no accounts, but the files."""

import io
import zipfile
from typing import Any

import pytest
import requests

from chat.credentials import file_in
from chat.settings import Settings
from tests.support.services import Lab
from web.http.boards import board_host
from web.http.proxies import FORWARDED

LAN = "192.168.0.5"


def download(lab: Lab, **body: Any) -> requests.Response:
    whole: dict[str, Any] = {"kind": "micropython", "session": "aula1", "boards": [{"role": "esp32-1"}], **body}
    return requests.post(f"{lab.url}/api/boards", json=whole, timeout=30)


def config(answer: requests.Response) -> dict[str, object]:
    made: dict[str, object] = {}
    exec(zipfile.ZipFile(io.BytesIO(answer.content)).read("esp32-1/config.py"), made)
    return made


def test_a_board_of_an_open_lab_has_no_account(running: Lab) -> None:
    made = config(download(running))
    assert (made["HOST"], made["PORT"], made["USERNAME"]) == ("127.0.0.1", running.mqtt_port, "")


def test_the_teacher_may_know_a_better_address(running: Lab) -> None:
    assert config(download(running, host="lab.school.example"))["HOST"] == "lab.school.example"


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "fortran"},
        {"kind": None},
        {"session": "Aula 1"},
        {"boards": []},
        {"boards": {}},
        {"boards": ["esp32-1"]},
        {"boards": [{"role": 1}]},
        {"boards": [{"role": f"b{number}"} for number in range(201)]},
        {"boards": [{"role": "a", "password": "two words"}]},
        {"wifi": "school"},
        {"wifi": {"name": "a\nb"}},
        {"host": "a b"},
        {"host": 7},
    ],
)
def test_what_is_no_order_is_refused(running: Lab, body: dict[str, Any]) -> None:
    assert download(running, **body).status_code == 400


def test_boards_whose_roles_differ_in_case_alone_are_refused(running: Lab) -> None:
    answer = download(running, boards=[{"role": "a"}, {"role": "A"}])
    assert (answer.status_code, answer.json()["reason"]) == (409, "same-role")


def test_an_open_lab_needs_no_accounts_and_makes_none(running: Lab) -> None:
    url = f"{running.url}/api/accounts"
    listed = requests.get(url, timeout=10).json()
    answers = [
        requests.post(url, json={"roles": ["esp32-1"]}, timeout=10),
        requests.post(f"{url}/remove", json={"roles": ["esp32-1"]}, timeout=10),
    ]
    assert (listed["needed"], listed["accounts"]) == (False, [])
    assert [(one.status_code, one.json()["reason"]) for one in answers] == [(409, "no-accounts")] * 2
    assert not file_in(running.folder / "data").exists()


@pytest.mark.parametrize(
    ("settings", "found", "host"),
    [
        (Settings(host="0.0.0.0"), LAN, LAN),
        (Settings(host=LAN), "laptop.local", LAN),
        (Settings(host=LAN), "[::1]", "::1"),
        (Settings(host=LAN, tls="own", tls_cert=None), "lab.school.example", "lab.school.example"),
        (Settings(host=LAN, broker="external", mqtt_host="broker.school"), "laptop.local", "broker.school"),
        (Settings(), "localhost", "localhost"),
    ],
)
def test_a_board_gets_an_address_where_there_is_one(settings: Settings, found: str, host: str) -> None:
    assert board_host(settings, {}, found) == host


def test_behind_a_proxy_a_board_gets_the_proxys_host() -> None:
    assert board_host(Settings(host=LAN), {FORWARDED: True}, "lab.school.example") == "lab.school.example"
