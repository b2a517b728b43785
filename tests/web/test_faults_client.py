"""web.faults_client: the first request asks for the fault lab; a lab without one says so."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from chat.errors import LabError
from chat.fault_service import FaultService, is_wanted
from web import faults_client
from web.faults_client import FaultsClient


def reason(client: FaultsClient) -> str:
    """Why a request is refused."""
    with pytest.raises(LabError) as refused:
        client.ask("GET", "aula1")
    return refused.value.reason


def test_a_lab_without_a_fault_lab_says_so_and_wants_none(tmp_path: Path) -> None:
    assert reason(FaultsClient(tmp_path, is_on=False)) == "faults-off"
    assert not is_wanted(tmp_path)


def test_who_asks_wants_it_and_waits_in_vain_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults_client, "START_SECONDS", 0.5)
    client = FaultsClient(tmp_path, is_on=True)
    begun = time.monotonic()
    assert reason(client) == "faults-unavailable"
    assert is_wanted(tmp_path)
    assert time.monotonic() - begun >= 0.5
    begun = time.monotonic()
    assert reason(client) == "faults-unavailable"
    assert time.monotonic() - begun < 0.4


class Answer(BaseHTTPRequestHandler):
    """Answers with the request's path and secret."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f'{{"path":"{self.path}","secret":"{self.headers["Authorization"]}"}}'.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_it_is_asked_where_it_noted_that_it_is(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        FaultService(server.server_port, "s3").note(tmp_path)
        answer = FaultsClient(tmp_path, is_on=True).ask("GET", "aula1", "a/b", query="?after=1")
        thread.join(10)
    assert answer == {"path": "/lines/aula1/a%2Fb?after=1", "secret": "Bearer s3"}
