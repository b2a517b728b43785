"""What a record says to the role that it addresses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import words_for
from tests.support.services import ROOT

CASES = json.loads((ROOT / "tests" / "chat" / "addressing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"text": "@lamp-1 on"}, "on"),
        ({"text": "  @LAMP-1: Liga a luz!"}, "Liga a luz!"),
        ({"text": "@lamp-1 ?"}, "?"),
        ({"text": "@lamp-1?"}, "?"),
        ({"text": "@lamp-1"}, ""),
        ({"text": "off", "to": "lamp-1"}, "off"),
        ({"text": "@lamp-1 off", "to": "lamp-1"}, "off"),
        ({"text": "@lamp-10 off", "to": "lamp-1"}, "@lamp-10 off"),
        ({"text": "tell @lamp-1 off", "to": "lamp-1"}, "tell @lamp-1 off"),
        ({"data": {"on": True}, "to": "lamp-1"}, ""),
        ({"base64": "AAAA", "to": "lamp-1"}, ""),
    ],
)
def test_what_a_record_says_to_lamp_1(record: dict[str, object], words: str) -> None:
    assert words_for("lamp-1", record) == words


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_a_mention_is_what_the_bridge_takes_for_one(case: dict[str, str]) -> None:
    has_mention = words_for(case["role"] or "lamp", {"text": case["text"]}) != case["text"].strip()
    assert has_mention == bool(case["role"])


@given(st.text())
def test_the_words_of_a_mention_are_shorter_than_the_text(text: str) -> None:
    heard = f"@echo {text}"
    assert len(words_for("echo", {"text": heard})) < len(heard)
