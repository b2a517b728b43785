"""The bridge and the state of sessions: events, the state file, and what is refused."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from bridge.delivery import Request
from chat.history import History
from chat.session_state import STATE
from tests.bridge.support import Desk, said


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "logs")


def ask(desk: Desk, what: str, **more: Any) -> dict[str, Any]:
    """The bridge's answer to a request about `aula1`."""
    payload = orjson.dumps({"transaction": "t1", "session": "aula1", **more})
    desk.recorder.process([Request(what, payload)])
    found: dict[str, Any] = orjson.loads(desk.output.published[-1][1])
    return found


def change(desk: Desk, event: str, **data: Any) -> dict[str, Any]:
    """The bridge's answer to an event."""
    return ask(desk, "event", event=event, data=data)


def refusals(desk: Desk) -> list[str]:
    """The reasons on `lab/rejected`."""
    return [orjson.loads(payload)["reason"] for topic, payload in desk.output.published if topic == "lab/rejected"]


def test_an_event_is_a_record_and_in_the_state_file(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    assert change(desk, "phase-changed", phase="frozen", by="professor")["status"] == "ok"
    record = desk.records("aula1")[-1]
    assert (record.role, record.data) == ("lab", {"phase": "frozen", "by": "professor"})
    state = History(desk.logs / "aula1").state()
    assert (state.seq, state.phase) == (2, "frozen")


def test_a_kill_between_the_record_and_the_file_is_mended(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    change(desk, "role-muted", role="ana")
    before = (desk.logs / "aula1" / STATE).read_bytes()
    change(desk, "role-muted", role="bia")
    (desk.logs / "aula1" / STATE).write_bytes(before)
    after = Desk(desk.logs)
    assert after.sessions.get("aula1").state.muted == {"ana", "bia"}


@pytest.mark.parametrize("data", [{"seq": 0}, {"seq": "1"}, {}])
def test_wrong_data_are_no_record(desk: Desk, data: dict[str, Any]) -> None:
    desk.recorder.process([said("a")])
    assert change(desk, "message-removed", **data)["reason"] == "bad-field"
    assert desk.texts("aula1") == ["a"]


def test_no_record_of_the_future_is_removed(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    assert change(desk, "message-removed", seq=99)["reason"] == "no-record"


@pytest.mark.parametrize("more", [{"event": 1}, {"event": "phase-changed", "data": []}, {"event": "gap", "data": {}}])
def test_what_is_no_event_is_a_bad_request(desk: Desk, more: dict[str, Any]) -> None:
    desk.recorder.process([said("a")])
    assert ask(desk, "event", **more)["reason"] == "bad-request"


def test_an_event_begins_no_session(desk: Desk) -> None:
    assert change(desk, "phase-changed", phase="lobby")["reason"] == "no-session"
    assert not (desk.logs / "aula1").exists()


def test_a_muted_role_is_refused_in_every_spelling_until_it_is_unmuted(desk: Desk) -> None:
    desk.recorder.process([said("a", topic="chat/aula1/Ana")])
    change(desk, "role-muted", role="ana")
    desk.recorder.process([said("b", topic="chat/aula1/Ana"), said("c", topic="chat/aula1/ana"), said("d")])
    change(desk, "role-unmuted", role="ana")
    desk.recorder.process([said("e", topic="chat/aula1/Ana")])
    assert refusals(desk) == ["muted", "muted"]
    assert desk.texts("aula1") == ["a", "role-muted", "d", "role-unmuted", "e"]


def test_a_freeze_lets_devices_go_on(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    change(desk, "phase-changed", phase="frozen")
    desk.recorder.process([said("21.5")])
    assert desk.texts("aula1")[-1] == "21.5"


def test_to_end_a_session_is_to_archive_it(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    change(desk, "phase-changed", phase="ended", by="professor")
    [folder] = (desk.logs / ".archive").iterdir()
    events = [orjson.loads(line).get("event") for line in History(folder).all()]
    assert events == [None, "phase-changed", "session-archived"]
    assert History(folder).state().phase == "ended"


@pytest.mark.parametrize("restarted", [False, True])
def test_no_message_begins_an_archived_session_again(desk: Desk, restarted: bool) -> None:
    desk.recorder.process([said("a")])
    ask(desk, "archive")
    desk = Desk(desk.logs) if restarted else desk
    desk.recorder.process([said("late")])
    assert refusals(desk) == ["ended"]
    assert not (desk.logs / "aula1").exists()


def test_create_begins_an_archived_session_again(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    ask(desk, "archive")
    assert ask(desk, "create")["status"] == "ok"
    desk.recorder.process([said("b")])
    assert desk.texts("aula1") == ["session-created", "b"]


def test_a_session_that_was_ended_and_not_moved_takes_nothing(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    desk.recorder.log_event("aula1", "phase-changed", {"phase": "ended"})
    after = Desk(desk.logs)
    after.recorder.process([said("late")])
    assert refusals(after) == ["ended"]
    assert ask(after, "create")["status"] == "ok"
    assert after.texts("aula1") == ["session-created"]


def test_deleting_the_archived_session_frees_its_name(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    ask(desk, "archive")
    [folder] = (desk.logs / ".archive").iterdir()
    ask(desk, "delete", session="", archived=folder.name)
    desk.recorder.process([said("b")])
    assert desk.texts("aula1") == ["b"]
