"""Words of commands, in either language, with whatever people write around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.kinds.orders import Orders, number_in

ORDERS = Orders({"set": "set ajusta", "status": "status ?"})


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("set 90", ("set", "90")),
        ("  Ajusta:  21,5 °C ", ("set", "21,5 °C")),
        ("status?", ("status", "")),
        ("?", ("status", "")),
        ("set\t3", ("set", "3")),
        ("dance", ("", "")),
        ("", ("", "")),
        ("!!", ("", "")),
    ],
)
def test_an_order_is_the_first_word(words: str, found: tuple[str, str]) -> None:
    assert ORDERS.find(words) == found


@given(st.text())
def test_no_words_break_the_orders(words: str) -> None:
    assert ORDERS.find(words)[0] in ("", "set", "status")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("90", 90),
        ("21.5", 21.5),
        ("21,5 °C", 21.5),
        ("-3", -3),
        ("+4 degrees", 4),
        ("90°", 90),
        ("ninety", None),
        ("", None),
        ("1.2.3", None),
        ("nan", None),
        ("9" * 400, None),
    ],
)
def test_a_number_is_read_as_people_write_it(words: str, number: float | None) -> None:
    assert number_in(words) == number


@given(st.text())
def test_no_words_break_the_number(words: str) -> None:
    assert number_in(words) is None or abs(number_in(words) or 0) < 1e10
