"""web.http.addresses: which address to tell others."""

import pytest

from chat.settings import Settings
from web.http.addresses import Address, find, is_loopback

OPEN = Settings(host="0.0.0.0", web_port=8000)
CLOSED = Settings(web_port=8000)


@pytest.mark.parametrize(
    ("settings", "asked", "lan", "expected"),
    [
        (OPEN, "192.168.0.5:8000", "10.0.0.9", Address("192.168.0.5", "http://192.168.0.5:8000")),
        (OPEN, "lab.local:8000", "", Address("lab.local", "http://lab.local:8000")),
        (OPEN, "127.0.0.1:8000", "10.0.0.9", Address("10.0.0.9", "http://10.0.0.9:8000")),
        (OPEN, "localhost:8000", "", Address("localhost", "http://localhost:8000")),
        (CLOSED, "127.0.0.1:8000", "10.0.0.9", Address("127.0.0.1", "http://127.0.0.1:8000")),
    ],
)
def test_others_are_told_an_address_that_they_can_use(
    settings: Settings, asked: str, lan: str, expected: Address
) -> None:
    assert find(settings, asked, lan) == expected


def test_loopback_is_known_by_address_and_by_name() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "[::1]", "localhost")] == [True] * 4


def test_other_machines_are_not_loopback() -> None:
    assert [is_loopback(host) for host in ("10.0.0.5", "lab", "0.0.0.0")] == [False] * 3
