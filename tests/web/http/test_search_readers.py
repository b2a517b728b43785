"""web.http.search: readers who take nothing keep nobody waiting for long, and one who waits is told so."""

import contextlib
import json
import socket
import time
from collections.abc import Iterator

import pytest
import requests

from chat.record import Record
from tests.support.services import Lab

PIECES = 300
SECONDS = 40.0


@pytest.fixture
def large(running: Lab, session: str) -> str:
    """A session with more to find than the network's buffers take: 18 MB."""
    folder = running.logs / session
    folder.mkdir(parents=True)
    with (folder / "chat_20261122-100000.log").open("wb") as file:
        for seq in range(1, PIECES + 1):
            text = "agulha " + "x" * 60_000
            file.write(Record(seq=seq, at="2026-11-22T16:48:00.123Z", role="maria", text=text).encode())
    return session


@contextlib.contextmanager
def reader_that_takes_nothing(lab: Lab, session: str) -> Iterator[None]:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", lab.web_port))
        path = f"/api/search?q=agulha&limit=500&session={session}"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
        yield


def test_readers_who_take_nothing_keep_nobody_waiting_for_long(running: Lab, large: str) -> None:
    with contextlib.ExitStack() as readers:
        for _ in range(2):
            readers.enter_context(reader_that_takes_nothing(running, large))
        began = time.monotonic()
        query: dict[str, str | int] = {"q": "agulha", "session": large, "limit": 5}
        answer = requests.get(f"{running.url}/api/search", params=query, timeout=SECONDS)
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert time.monotonic() - began < SECONDS
    assert (lines[0], sum("found" in line for line in lines)) == ({"waiting": 1}, 5)


def test_an_ended_search_leaves_no_traceback(running: Lab, large: str) -> None:
    said = running.services["web"].text()
    with reader_that_takes_nothing(running, large), reader_that_takes_nothing(running, large):
        query: dict[str, str | int] = {"q": "agulha", "session": large, "limit": 5}
        requests.get(f"{running.url}/api/search", params=query, timeout=SECONDS)
    assert "Traceback" not in running.services["web"].text().removeprefix(said)
