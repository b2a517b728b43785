"""chat.addressing: whom a record addresses."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.addressing import addressee, named_first
from chat.errors import TopicError
from chat.topic import check_role

CASES = json.loads(Path(__file__).with_name("addressing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_whom_a_text_names_first(case: dict[str, str]) -> None:
    assert named_first(case["text"]) == case["role"]


@given(st.from_regex(r"[ \n]*@[A-Za-z0-9_-]{0,34}[ ,:é@]?", fullmatch=True))
def test_whom_a_text_names_may_be_a_role(text: str) -> None:
    role = named_first(text)
    assert not role or check_role(role) == role


@given(st.from_regex(r"[A-Za-z0-9_-]{1,34}", fullmatch=True))
def test_every_role_can_be_named(name: str) -> None:
    try:
        role = check_role(name)
    except TopicError:
        role = ""
    assert named_first(f"@{name} on") == role


def test_to_comes_before_the_text() -> None:
    assert [addressee("tv", "@lamp on"), addressee("tv", "on"), addressee("", "@lamp on")] == ["tv", "tv", "lamp"]
