"""chat.replay: what is played again, and what it may do."""

import pytest

from chat.record import Record
from chat.replay import is_replay, may_command
from chat.rules import numbers_of

MARK = {"source": "aula1", "seq": 3}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"replay": MARK}, True),
        ({"replay": MARK, "t": 1}, True),
        ({}, False),
        (None, False),
        ({"replay": True}, False),
        ({"replay": {"source": "a"}}, False),
        ({"replay": {"source": 1, "seq": 1}}, False),
        ({"replay": {"source": "a", "seq": True}}, False),
    ],
)
def test_a_replay_says_of_what(data: object, expected: bool) -> None:
    assert is_replay(data) is expected


def test_a_replay_commands_only_when_it_says_so() -> None:
    assert [may_command(data) for data in ({}, {"replay": MARK}, {"replay": {**MARK, "commands": True}})] == [
        True,
        False,
        True,
    ]


def test_no_rule_acts_on_a_replay() -> None:
    at = "2026-11-26T12:00:00.000Z"
    assert numbers_of(Record(5, at, "sensor", data={"t": 31})) == {"t": 31.0}
    assert numbers_of(Record(5, at, "sensor", data={"t": 31, "replay": MARK})) == {}
