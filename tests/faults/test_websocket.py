"""faults.websocket: which pages may connect; the rest is tested in test_service.py."""

import pytest

from faults.websocket import is_own_page


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "anything"),
        ("http://127.0.0.1:8000", "127.0.0.1:18830"),
        ("http://localhost:8000", "localhost:18830"),
        ("https://192.168.0.7", "192.168.0.7:18830"),
        ("http://[::1]:8000", "[::1]:18830"),
    ],
)
def test_programs_and_pages_of_this_machine_may_connect(origin: str | None, host: str) -> None:
    assert is_own_page(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", "127.0.0.1:18830"),
        ("http://evil.example", "evil.example:18830"),
        ("http://192.168.0.8", "192.168.0.7:18830"),
        ("null", "127.0.0.1:18830"),
        ("http://127.0.0.1", ""),
    ],
)
def test_pages_of_other_sites_may_not(origin: str, host: str) -> None:
    assert not is_own_page(origin, host)
