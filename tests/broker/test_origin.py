"""broker.embedded.origin: a page of another site may not speak MQTT; programs and the lab's own pages may."""

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from broker.embedded.origin import OwnNames
from tests.support.services import Lab

NAMES = OwnNames(frozenset({"localhost", "teacher.local"}), (".school.example",))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:9001"),
        ("http://127.0.0.1:8000", "127.0.0.1:9001"),
        ("https://192.168.0.7", "192.168.0.7:9001"),
        ("http://[::1]:8000", "[::1]:9001"),
        ("http://teacher.local:8000", "Teacher.local:9001"),
        ("https://lab.school.example", "lab.school.example"),
    ],
)
def test_the_labs_own_pages_may_connect(origin: str, host: str) -> None:
    assert NAMES.admit([origin], host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "127.0.0.1:9001"),
        ("https://evil.example", "evil.example:9001"),  # its name leads here: DNS rebinding
        ("null", "127.0.0.1:9001"),
        ("", "127.0.0.1:9001"),
        ("http://127.0.0.1.evil.example", "127.0.0.1:9001"),
        ("http://127.0.0.1@evil.example", "127.0.0.1:9001"),
        ("http://[::1", "[::1]:9001"),
        ("http://localhost:8000", ""),
        ("http://evilschool.example", "evilschool.example"),
    ],
)
def test_other_pages_may_not(origin: str, host: str) -> None:
    assert not NAMES.admit([origin], host)


def test_a_program_sends_no_origin_and_may() -> None:
    assert NAMES.admit([], "anything")


def test_two_origins_are_none() -> None:
    assert not NAMES.admit(["http://localhost", "http://localhost"], "localhost")


def test_the_embedded_broker_refuses_a_foreign_page_at_the_handshake(embedded: Lab) -> None:
    url = f"ws://127.0.0.1:{embedded.ws_port}/mqtt"
    with pytest.raises(InvalidStatus) as refused:
        connect(url, subprotocols=["mqtt"], origin="https://evil.example")  # type: ignore[list-item, arg-type]
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", [None, "http://127.0.0.1:8000"])
def test_the_embedded_broker_lets_its_own_pages_and_programs_in(embedded: Lab, origin: str | None) -> None:
    url = f"ws://127.0.0.1:{embedded.ws_port}/mqtt"
    with connect(url, subprotocols=["mqtt"], origin=origin) as socket:  # type: ignore[list-item, arg-type]
        assert socket.subprotocol == "mqtt"
