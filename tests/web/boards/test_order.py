"""web.boards.order: what can't be filled in is refused."""

import pytest

from chat.errors import LabError
from web.boards.order import MAX_BOARDS, Board, Order, Reach, Wifi

REACH = Reach("192.168.0.5", 1883)


def test_an_order_has_boards_of_different_roles() -> None:
    order = Order(REACH, "aula1", (Board("esp32-1", "secret"), Board("esp32-2")))
    assert [board.role for board in order.boards] == ["esp32-1", "esp32-2"]


@pytest.mark.parametrize(
    ("session", "roles"),
    [
        ("Aula 1", ["esp32-1"]),
        ("aula1", []),
        ("aula1", ["lab"]),
        ("aula1", ["a/b"]),
        ("aula1", ["esp32-1", "ESP32-1"]),
        ("aula1", [f"b{number}" for number in range(MAX_BOARDS + 1)]),
    ],
)
def test_other_names_and_numbers_are_refused(session: str, roles: list[str]) -> None:
    with pytest.raises(LabError):
        Order(REACH, session, tuple(map(Board, roles)))


@pytest.mark.parametrize("password", ["two words", "é", "a\nb", "x" * 65])
def test_a_password_is_one_word_of_ascii(password: str) -> None:
    with pytest.raises(LabError, match="bad-field"):
        Board("esp32-1", password)


@pytest.mark.parametrize("text", ["a\nb", "\0", "x" * 65])
def test_a_wifi_is_one_line(text: str) -> None:
    with pytest.raises(LabError, match="bad-field"):
        Wifi(text)
    with pytest.raises(LabError, match="bad-field"):
        Wifi("school", text)


@pytest.mark.parametrize("host", ["", "a b", "http://x", "x:1883", '"'])
def test_a_host_is_an_address_or_a_name(host: str) -> None:
    with pytest.raises(LabError, match="bad-field"):
        Reach(host, 1883)
