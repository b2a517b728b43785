"""Devices carry the naming rules by themselves; here they are held to those of the lab."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat import topic
from chat.errors import TopicError
from devices import names

NEAR_NAMES = st.text() | st.from_regex(re.compile(r"[A-Za-z0-9_ -]{0,50}"), fullmatch=True)


def _lab_takes_session(name: str) -> bool:
    try:
        return topic.check_session(name) == name
    except TopicError:
        return False


def _lab_takes_role(name: str) -> bool:
    try:
        return topic.check_role(name) == name
    except TopicError:
        return False


@given(NEAR_NAMES)
@example("con")
@example("aula1\n")
@example("a" * 48)
@example("a" * 49)
def test_a_session_is_taken_exactly_when_the_lab_takes_it(name: str) -> None:
    if _lab_takes_session(name):
        assert names.check_session(name) == name
    else:
        with pytest.raises(names.BadNameError):
            names.check_session(name)


@given(NEAR_NAMES)
@example("Lab")
@example("bridge")
@example("r" * 32)
@example("r" * 33)
def test_a_role_is_taken_exactly_when_the_lab_takes_it(name: str) -> None:
    if _lab_takes_role(name):
        assert names.check_role(name) == name
    else:
        with pytest.raises(names.BadNameError):
            names.check_role(name)


def test_the_topics_are_those_of_the_lab() -> None:
    assert names.chat_topic("aula1", "lamp") == str(topic.ChatTopic("aula1", "lamp"))
    assert names.log_topic("aula1") == topic.log_topic("aula1")
    assert names.status_topic("aula1", "lamp") == topic.status_topic("aula1", "lamp")
    assert names.rejected_topic("lamp") == topic.rejected_topic("lamp")
