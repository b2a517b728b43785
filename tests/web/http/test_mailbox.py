"""web.http.mailbox: what a page posts, its worker gets; what is no mail is refused."""

import secrets
import threading

import pytest
import requests

from tests.support.services import Lab


@pytest.fixture
def box() -> str:
    return secrets.token_hex(16)


def test_mail_passes(running: Lab, box: str) -> None:
    address = f"{running.url}/mailbox/{box}"
    posted = requests.post(address, json={"mail": [{"t": "poke"}, 2]}, timeout=10)
    found = requests.get(address, timeout=10)
    assert (posted.json(), found.json()) == ({"status": "ok"}, {"mail": [{"t": "poke"}, 2]})
    assert found.headers["Cache-Control"] == "no-store"


def test_a_worker_that_waits_is_answered_when_mail_comes(running: Lab, box: str) -> None:
    address = f"{running.url}/mailbox/{box}"
    found: list[object] = []
    reader = threading.Thread(target=lambda: found.append(requests.get(f"{address}?wait=10000", timeout=20).json()))
    reader.start()
    requests.post(address, json={"mail": ["on"]}, timeout=10).raise_for_status()
    reader.join(9)
    assert found == [{"mail": ["on"]}]


@pytest.mark.parametrize(
    "path", ["short", "UPPERCASE0123456", "0123456789abcdef?wait=10001", "0123456789abcdef?wait=-1"]
)
def test_what_is_no_mailbox_or_no_time_is_refused(running: Lab, path: str) -> None:
    assert requests.get(f"{running.url}/mailbox/{path}", timeout=10).status_code == 400


@pytest.mark.parametrize("body", ["[]", '{"mail":1}', "{", f'{{"mail":["{"x" * 65536}"]}}'])
def test_what_is_no_mail_is_refused(running: Lab, box: str, body: str) -> None:
    assert requests.post(f"{running.url}/mailbox/{box}", data=body, timeout=10).status_code == 400
