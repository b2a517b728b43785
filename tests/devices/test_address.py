"""Whom a record addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import words_for


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"text": "@lamp-1 on"}, "on"),
        ({"text": "  @LAMP-1: Liga a luz!"}, "Liga a luz!"),
        ({"text": "@lamp-1 ?"}, "?"),
        ({"text": "@lamp-1"}, ""),
        ({"text": "off", "to": "lamp-1"}, "off"),
        ({"text": "@lamp-1 off", "to": "lamp-1"}, "off"),
        ({"data": {"on": True}, "to": "lamp-1"}, ""),
        ({"text": "@lamp on"}, None),
        ({"text": "@lamp-10 on"}, None),
        ({"text": "ask @lamp-1 on"}, None),
        ({"text": "on"}, None),
        ({"text": "on", "to": "lamp"}, None),
        ({"data": {"on": True}}, None),
        ({"base64": "AAAA"}, None),
    ],
)
def test_what_a_record_says_to_lamp_1(record: dict[str, object], words: str | None) -> None:
    assert words_for("lamp-1", record) == words


@given(st.text())
def test_the_words_of_a_mention_are_shorter_than_the_text(text: str) -> None:
    heard = f"@echo {text}"
    words = words_for("echo", {"text": heard})
    assert words is not None
    assert len(words) < len(heard)
