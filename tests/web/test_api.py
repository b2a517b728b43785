"""web.api: the HTTP interface of a running lab."""

import csv
import io
import re
from typing import Any

import pytest
import requests

from chat.history import History
from tests.support.services import Lab
from tests.support.waiting import wait_until


def get(running: Lab, path: str, **query: object) -> requests.Response:
    return requests.get(f"{running.url}{path}", params=query, timeout=10)  # type: ignore[arg-type]


def post(running: Lab, path: str, document: Any) -> requests.Response:
    return requests.post(f"{running.url}{path}", json=document, timeout=10)


def say(running: Lab, session: str, *texts: str) -> None:
    """Have texts logged, one after the other."""
    history = History(running.logs / session)
    before = history.last_seq()
    for text in texts:
        assert post(running, f"/api/sessions/{session}/messages", {"role": "usuario", "text": text}).status_code == 202
    wait_until(lambda: history.last_seq() >= before + len(texts))


def test_health_is_well_when_a_message_can_pass(running: Lab) -> None:
    response = get(running, "/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "broker": "ok", "bridge": "ok", "web": "ok"}


def test_a_session_is_created_and_listed(running: Lab, session: str) -> None:
    response = post(running, "/api/sessions", {"session": session})
    assert (response.status_code, response.json()) == (201, {"session": session})
    [listed] = [one for one in get(running, "/api/sessions").json()["sessions"] if one["session"] == session]
    assert (listed["last_seq"], listed["last"]["event"]) == (1, "session-created")
    assert listed["size"] > 0


def test_a_session_without_a_name_gets_one_that_is_easily_typed(running: Lab) -> None:
    name = post(running, "/api/sessions", {}).json()["session"]
    assert re.fullmatch(r"[b-df-hjkmnp-tv-z2-9]{6}", name)


def test_the_session_with_the_latest_word_is_listed_first(running: Lab, session: str) -> None:
    post(running, "/api/sessions", {"session": f"{session}-a"})
    post(running, "/api/sessions", {"session": f"{session}-b"})
    say(running, f"{session}-a", "again")
    names = [one["session"] for one in get(running, "/api/sessions").json()["sessions"]]
    assert names.index(f"{session}-a") < names.index(f"{session}-b")


def test_a_session_that_exists_is_a_conflict(running: Lab, session: str) -> None:
    post(running, "/api/sessions", {"session": session})
    response = post(running, "/api/sessions", {"session": session})
    assert (response.status_code, response.json()["reason"]) == (409, "session-exists")


@pytest.mark.parametrize("name", ["A", "../x", "con", "a/b", 5, ["a"]])
def test_a_bad_session_name_is_refused(running: Lab, name: object) -> None:
    response = post(running, "/api/sessions", {"session": name})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_message_is_accepted_with_an_id_and_logged(running: Lab, session: str) -> None:
    response = post(running, f"/api/sessions/{session}/messages", {"role": "usuario", "text": "Olá"})
    assert (response.status_code, response.json()["status"]) == (202, "accepted")
    wait_until(lambda: get(running, f"/api/sessions/{session}/messages").json()["last_seq"] == 1)
    [record] = get(running, f"/api/sessions/{session}/messages").json()["records"]
    assert (record["text"], record["id"]) == ("Olá", response.json()["id"])


@pytest.mark.parametrize(
    ("document", "status", "reason"),
    [
        ({"role": "usuario"}, 400, "empty"),
        ({"text": "a"}, 400, "bad-role"),
        ({"role": "lab", "text": "a"}, 400, "reserved-role"),
        ({"role": "a", "text": "x" * 65537}, 413, "too-large"),
        ([1], 400, "bad-request"),
    ],
)
def test_a_bad_message_is_a_problem(running: Lab, session: str, document: object, status: int, reason: str) -> None:
    response = post(running, f"/api/sessions/{session}/messages", document)
    assert (response.status_code, response.json()["reason"]) == (status, reason)


def test_a_body_that_is_no_json_is_a_problem(running: Lab, session: str) -> None:
    response = requests.post(f"{running.url}/api/sessions/{session}/messages", data=b"\xff{", timeout=10)
    assert (response.status_code, response.json()["reason"]) == (400, "bad-request")


def test_a_body_of_ten_megabytes_is_refused(running: Lab, session: str) -> None:
    response = requests.post(f"{running.url}/api/sessions/{session}/messages", data=b"x" * 10_000_000, timeout=20)
    assert response.status_code == 413


def test_history_is_read_in_windows(running: Lab, session: str) -> None:
    say(running, session, *(f"m{n}" for n in range(1, 11)))

    def seqs(**query: object) -> list[int]:
        return [r["seq"] for r in get(running, f"/api/sessions/{session}/messages", **query).json()["records"]]

    assert (seqs(limit=3), seqs(after=7), seqs(before=4, limit=2)) == ([8, 9, 10], [8, 9, 10], [2, 3])


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 1001}, {"limit": "x"}, {"after": -1}, {"before": "9" * 30}])
def test_a_bad_window_is_a_problem(running: Lab, session: str, query: dict[str, object]) -> None:
    response = get(running, f"/api/sessions/{session}/messages", **query)
    assert (response.status_code, response.json()["reason"]) == (400, "bad-request")


def test_a_session_nobody_used_has_no_records(running: Lab, session: str) -> None:
    expected = {"session": session, "records": [], "last_seq": 0}
    assert get(running, f"/api/sessions/{session}/messages").json() == expected


def test_the_log_is_downloaded_as_it_stands_on_the_disk(running: Lab, session: str) -> None:
    say(running, session, "Olá", "x")
    response = get(running, f"/api/sessions/{session}/log")
    assert response.content == next((running.logs / session).glob("chat_*.log")).read_bytes()
    assert response.headers["Content-Disposition"] == f'attachment; filename="{session}.log"'


def test_the_log_is_downloaded_as_a_table(running: Lab, session: str) -> None:
    say(running, session, "=cmd()", "b")
    table = get(running, f"/api/sessions/{session}/log", format="csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[5] for row in rows] == ["text", "'=cmd()", "b"]


def test_a_log_that_is_not_there_is_not_found(running: Lab, session: str) -> None:
    response = get(running, f"/api/sessions/{session}/log")
    assert (response.status_code, response.json()["reason"]) == (404, "no-session")


def test_an_unknown_format_is_a_problem(running: Lab, session: str) -> None:
    assert get(running, f"/api/sessions/{session}/log", format="exe").json()["reason"] == "bad-request"


@pytest.mark.parametrize("path", ["/api/nothing", "/api/sessions/..%2f..%2fetc/messages", "/api/sessions/A/messages"])
def test_what_is_not_there_is_a_problem_object(running: Lab, path: str) -> None:
    response = requests.get(running.url + path, timeout=10)
    assert response.status_code in (400, 404)
    assert {"type", "title", "status", "detail", "reason"} <= set(response.json())
