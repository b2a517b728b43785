"""bridge.requests: one answer a request, always."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from bridge.delivery import Request
from chat.history import History
from tests.bridge.support import Desk, said


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "logs")


def ask(desk: Desk, what: str, session: str = "aula1", raw: bytes | None = None) -> dict[str, Any]:
    payload = raw if raw is not None else orjson.dumps({"transaction": "t1", "session": session})
    desk.recorder.process([Request(what, payload)])
    topic, answer = desk.output.published[-1]
    assert topic == f"lab/response/{what}"
    found: dict[str, Any] = orjson.loads(answer)
    return found


def test_create_begins_the_log(desk: Desk) -> None:
    assert ask(desk, "create") == {"transaction": "t1", "status": "ok"}
    assert desk.texts("aula1") == ["session-created"]


def test_create_of_a_session_that_is_there_is_an_error(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    assert ask(desk, "create")["reason"] == "session-exists"


def test_create_tells_the_viewers(desk: Desk) -> None:
    ask(desk, "create")
    assert [session for session, _ in desk.output.lines] == ["aula1"]


def test_archive_sets_the_folder_aside_and_the_name_can_be_created_again(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    assert ask(desk, "archive")["status"] == "ok"
    assert not desk.sessions.exists("aula1")
    assert ask(desk, "create")["status"] == "ok"


def test_archive_ends_the_log_with_an_event(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    ask(desk, "archive")
    [log] = (desk.logs / ".archive").glob("*/chat_*.log")
    assert b'"event":"session-archived"' in log.read_bytes().splitlines()[-1]


def test_two_archives_in_one_second_do_not_meet(desk: Desk) -> None:
    for _ in range(3):
        assert ask(desk, "create")["status"] == "ok"
        assert ask(desk, "archive")["status"] == "ok"
    assert len(list((desk.logs / ".archive").iterdir())) == 3


def test_delete_removes_everything_of_the_session(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    assert ask(desk, "delete")["status"] == "ok"
    assert not (desk.logs / "aula1").exists()


def delete_archived(desk: Desk, folder: object) -> dict[str, object]:
    return ask(desk, "delete", raw=orjson.dumps({"transaction": "t1", "archived": folder}))


def test_an_archived_session_is_deleted_by_the_name_of_its_folder(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    ask(desk, "archive")
    [folder] = (desk.logs / ".archive").iterdir()
    assert delete_archived(desk, folder.name)["status"] == "ok"
    assert not folder.exists()
    assert delete_archived(desk, folder.name)["reason"] == "no-session"


@pytest.mark.parametrize("folder", ["..", "aula1", "../aula1", "aula1_20261122-164800/.."])
def test_no_name_of_an_archived_session_leads_out_of_the_archive(desk: Desk, folder: str) -> None:
    desk.recorder.process([said("a")])
    assert delete_archived(desk, folder)["reason"] == "no-session"
    assert (desk.logs / "aula1").exists()


def test_after_a_delete_seq_begins_anew(desk: Desk) -> None:
    desk.recorder.process([said("a"), said("b")])
    ask(desk, "delete")
    desk.recorder.process([said("c")])
    assert [record.seq for record in desk.records("aula1")] == [1]


@pytest.mark.parametrize("what", ["archive", "delete"])
def test_what_is_not_there_can_not_be_removed(desk: Desk, what: str) -> None:
    assert ask(desk, what)["reason"] == "no-session"


def test_ping_tries_the_disk(desk: Desk) -> None:
    assert ask(desk, "ping")["status"] == "ok"
    assert desk.disk_checks == 1


@pytest.mark.parametrize(
    "raw", [b"", b"x", b"[]", b"{}", b'{"transaction":5}', b'{"transaction":""}', b'{"transaction":"t","session":1}']
)
def test_a_malformed_request_is_answered(desk: Desk, raw: bytes) -> None:
    assert ask(desk, "create", raw=raw)["reason"] == "bad-request"


def test_an_unknown_request_is_answered(desk: Desk) -> None:
    assert ask(desk, "explode")["reason"] == "bad-request"


@pytest.mark.parametrize("name", ["..", "../x", ".archive", "A", "con", ""])
@pytest.mark.parametrize("what", ["create", "archive", "delete"])
def test_no_request_leaves_the_log_folder(desk: Desk, what: str, name: str) -> None:
    assert ask(desk, what, name)["reason"] == "bad-session"


def test_quick_replies_are_kept_beside_the_log_and_told_in_it(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    raw = orjson.dumps({"transaction": "t1", "session": "aula1", "replies": ["Sim", " Não "]})
    assert ask(desk, "replies", raw=raw)["status"] == "ok"
    assert History(desk.logs / "aula1").replies() == ["Sim", "Não"]
    assert desk.records("aula1")[-1].data == {"replies": ["Sim", "Não"]}


def test_a_quick_reply_stands_once(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    raw = orjson.dumps({"transaction": "t1", "session": "aula1", "replies": ["Não", " sim", "Na\u0303o", "SIM", "ok"]})
    assert ask(desk, "replies", raw=raw)["status"] == "ok"
    assert History(desk.logs / "aula1").replies() == ["Não", "sim", "ok"]


def test_a_quick_reply_is_kept_composed_whatever_its_letters(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    raw = orjson.dumps({"transaction": "t1", "session": "aula1", "replies": ["ac\u0327a\u0303o", "Straße", "STRASSE"]})
    assert ask(desk, "replies", raw=raw)["status"] == "ok"
    assert History(desk.logs / "aula1").replies() == ["ação", "Straße"]


@pytest.mark.parametrize("replies", ["x", [1], [""], ["x" * 201], ["x"] * 13])
def test_bad_quick_replies_are_refused(desk: Desk, replies: object) -> None:
    desk.recorder.process([said("a")])
    raw = orjson.dumps({"transaction": "t1", "session": "aula1", "replies": replies})
    assert ask(desk, "replies", raw=raw)["reason"] == "bad-field"
