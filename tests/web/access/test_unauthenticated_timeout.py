"""web.access.unauthenticated_timeout: who opens a connection and shows no token does not keep it."""

import socket

from tests.web.access.conftest import Closed
from tests.web.raw import UPGRADE, WEBSOCKET
from web.access.unauthenticated_timeout import PATIENCE_SECONDS, UnauthenticatedTimeout


def test_who_stays_silent_is_overdue_after_a_while() -> None:
    silent = UnauthenticatedTimeout(patience=10)
    assert silent.overdue(["a", "b"], {"b"}, now=0) == []
    assert silent.overdue(["a", "b", "c"], {"b"}, now=9) == []
    assert silent.overdue(["a", "b", "c"], {"b"}, now=10) == ["a"]


def test_who_was_let_in_meanwhile_is_not() -> None:
    silent = UnauthenticatedTimeout(patience=10)
    silent.overdue({"a"}, set(), now=0)
    assert silent.overdue({"a"}, {"a"}, now=11) == []
    assert silent.overdue({"a"}, set(), now=12) == []


def test_where_there_are_too_many_the_oldest_are_overdue() -> None:
    timeout = UnauthenticatedTimeout(patience=10, most=2)
    assert timeout.overdue(["old", "in", "newer", "new"], ["in"], now=0) == ["old"]


def test_a_silent_connection_is_ended(closed: Closed) -> None:
    lines = [f"GET {WEBSOCKET} HTTP/1.1", f"Host: 127.0.0.1:{closed.lab.web_port}"]
    lines += [f"{name}: {value}" for name, value in UPGRADE]
    with socket.create_connection(("127.0.0.1", closed.lab.web_port), timeout=PATIENCE_SECONDS + 15) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        heard = b""
        while chunk := connection.recv(4096):
            heard += chunk
    assert heard.startswith(b"HTTP/1.1 101")
