"""chat.session_state: the fold of the lab's events, the same as in the page."""

import json
from pathlib import Path
from typing import Any

import pytest

from chat.errors import LabError
from chat.record import Record
from chat.session_state import MAX_MUTED, MAX_NAMES, MAX_REMOVED, SessionState, folded

EXAMPLES = json.loads(Path(__file__).with_name("session_state.json").read_text(encoding="utf-8"))
EMPTY = SessionState().document()
AT = "2026-11-26T12:00:00.000Z"


def event(at: int, kind: str, **data: Any) -> Record:
    """A record of the lab."""
    return Record(seq=at, at=AT, role="lab", event=kind, data=data)


def fold_of(example: dict[str, Any]) -> SessionState:
    """The state after the records of an example."""
    return folded(SessionState(), (Record(at=AT, **record) for record in example["records"]))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["title"])
def test_records_are_folded(example: dict[str, Any]) -> None:
    assert fold_of(example).document() == EMPTY | example["state"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["title"])
def test_a_state_survives_its_file(example: dict[str, Any]) -> None:
    state = fold_of(example)
    assert SessionState.decode(state.encode()) == state


@pytest.mark.parametrize("text", [b"", b"x", b"[]", b"{}", b'{"seq":"1"}', b'{"seq":true}', b"\xff"])
def test_a_file_that_holds_no_state_is_the_empty_state(text: bytes) -> None:
    assert SessionState.decode(text) == SessionState()


def test_what_breaks_a_rule_in_a_file_is_left_out() -> None:
    text = b'{"seq":4,"phase":[],"names":{"a b":"x","ana":"Ana"},"muted":[1,"bia"],"removed":["x",2],"pinned":-1}'
    found = SessionState.decode(text).document()
    assert found == EMPTY | {"seq": 4, "names": {"ana": "Ana"}, "muted": ["bia"], "removed": [2]}


def test_a_flood_of_events_stays_within_the_bounds() -> None:
    most = max(MAX_NAMES, MAX_REMOVED, MAX_MUTED) + 10
    made = [
        record
        for n in range(1, most)
        for record in (
            event(3 * n, "name-set", role=f"r{n}", name="x"),
            event(3 * n + 1, "message-removed", seq=n),
            event(3 * n + 2, "role-muted", role=f"r{n}"),
        )
    ]
    state = folded(SessionState(), made)
    assert (len(state.names), len(state.removed), len(state.muted)) == (MAX_NAMES, MAX_REMOVED, MAX_MUTED)
    with pytest.raises(LabError, match="too-many-events"):
        state.check("role-muted", {"role": "one-more"}, 10**6)


def test_no_record_of_the_future_is_removed_or_pinned() -> None:
    with pytest.raises(LabError, match="no-record"):
        SessionState().check("message-pinned", {"seq": 3}, 2)


def test_a_poll_is_closed_once() -> None:
    opened = SessionState().apply(event(2, "poll-opened", question="On?", choices=["yes", "no"]))
    result = {"poll": 2, "choices": ["yes", "no"], "votes": [1, 0]}
    opened.check("poll-closed", result, 2)
    with pytest.raises(LabError, match="no-poll"):
        SessionState().check("poll-closed", result, 2)
    with pytest.raises(LabError, match="bad-field"):
        opened.check("poll-closed", result | {"votes": [1, 0, 0]}, 2)
