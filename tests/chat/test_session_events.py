"""chat.session_events: which events may be asked for, and with which data."""

from typing import Any

import pytest

from chat.errors import LabError
from chat.session_events import checked

POLL: dict[str, Any] = {"question": "On?", "choices": ["yes", "no"]}
RULE = {"name": "hot", "role": "sensor-1", "key": "t", "operator": ">", "value": 30, "say": "on"}


def test_keys_that_an_event_does_not_have_are_left_out() -> None:
    assert checked("message-pinned", {"seq": 3, "by": "ana", "more": 1}) == {"seq": 3, "by": "ana"}


@pytest.mark.parametrize("event", ["session-created", "session-archived", "gap", "replies-changed", "", "x" * 500])
def test_events_of_the_lab_alone_may_not_be_asked_for(event: str) -> None:
    with pytest.raises(LabError, match="bad-request"):
        checked(event, {})


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("phase-changed", {"phase": "asleep"}),
        ("phase-changed", {"phase": ["open"]}),
        ("message-removed", {"seq": 0}),
        ("message-removed", {"seq": True}),
        ("message-removed", {"seq": 2**53}),
        ("role-muted", {"role": 1}),
        ("message-unpinned", {"by": 1}),
        ("name-set", {"role": "ana", "name": " "}),
        ("name-set", {"role": "ana", "name": "x" * 65}),
        ("name-set", {"role": "ana", "name": "a\u2028b"}),
        ("name-set", {"role": "ana", "name": "\u202eana"}),
        ("poll-opened", POLL | {"choices": ["yes"]}),
        ("poll-opened", POLL | {"choices": ["yes", "yes"]}),
        ("poll-opened", POLL | {"choices": [str(n) for n in range(9)]}),
        ("poll-closed", POLL | {"poll": 1, "votes": [1], "voters": 1}),
        ("poll-closed", POLL | {"poll": 1, "votes": [1, -1], "voters": 1}),
        ("rules-changed", {"rules": ["x"]}),
        ("rules-changed", {"rules": [RULE | {"name": f"rule {n}"} for n in range(51)]}),
        (
            "rules-changed",
            {"rules": [RULE | {"name": f"rule {n}", "say": "x" * 200, "key": "k" * 128} for n in range(50)]},
        ),
    ],
)
def test_wrong_data_are_a_bad_field(event: str, data: dict[str, Any]) -> None:
    with pytest.raises(LabError, match="bad-field"):
        checked(event, data)


def test_the_lab_is_nobody_to_mute() -> None:
    with pytest.raises(LabError, match="reserved-role"):
        checked("role-muted", {"role": "lab"})


def test_no_two_rules_have_one_name() -> None:
    with pytest.raises(LabError, match="same-rule"):
        checked("rules-changed", {"rules": [RULE, RULE | {"value": 31}]})
