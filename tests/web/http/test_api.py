"""The HTTP API of a running lab: sessions, records, replies, archive, search, series."""

import csv
import io
import json
import re
from typing import Any

import pytest
import requests

from chat.history import History
from tests.support.services import Lab
from tests.support.waiting import wait_until


def get(running: Lab, path: str, /, **query: object) -> requests.Response:
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


def test_quick_replies_are_set_and_read(running: Lab, session: str) -> None:
    post(running, "/api/sessions", {"session": session})
    address = f"{running.url}/api/sessions/{session}/replies"
    response = requests.put(address, json={"replies": ["Sim", "Não"]}, timeout=10)
    assert (response.status_code, response.json()) == (200, {"replies": ["Sim", "Não"]})
    assert get(running, f"/api/sessions/{session}/replies").json() == {"replies": ["Sim", "Não"]}


def test_quick_replies_that_are_too_many_are_a_problem(running: Lab, session: str) -> None:
    post(running, "/api/sessions", {"session": session})
    address = f"{running.url}/api/sessions/{session}/replies"
    assert requests.put(address, json={"replies": ["x"] * 13}, timeout=10).json()["reason"] == "bad-field"


def test_an_archived_session_is_listed_and_read(running: Lab, session: str) -> None:
    say(running, session, "Olá")
    assert post(running, f"/api/sessions/{session}/archive", {}).json() == {"status": "ok"}
    [archived] = [one for one in get(running, "/api/archive").json()["archived"] if one["session"] == session]
    records = get(running, f"/api/archive/{archived['name']}/messages").json()["records"]
    assert [record.get("text") or record["event"] for record in records] == ["Olá", "session-archived"]
    assert get(running, f"/api/archive/{archived['name']}/log", format="txt").status_code == 200
    assert session not in [one["session"] for one in get(running, "/api/sessions").json()["sessions"]]


def test_a_session_that_is_not_there_can_not_be_archived(running: Lab, session: str) -> None:
    response = post(running, f"/api/sessions/{session}/archive", {})
    assert (response.status_code, response.json()["reason"]) == (404, "no-session")


def delete(running: Lab, path: str) -> requests.Response:
    return requests.delete(f"{running.url}{path}", timeout=10)


def test_a_deleted_session_is_gone_with_its_folder(running: Lab, session: str) -> None:
    say(running, session, "Olá")
    assert delete(running, f"/api/sessions/{session}").json() == {"status": "ok"}
    assert not (running.logs / session).exists()
    assert session not in [one["session"] for one in get(running, "/api/sessions").json()["sessions"]]
    again = delete(running, f"/api/sessions/{session}")
    assert (again.status_code, again.json()["reason"]) == (404, "no-session")


def test_a_deleted_archived_session_is_gone_and_the_others_stay(running: Lab, session: str) -> None:
    for name in (f"{session}-a", f"{session}-b"):
        say(running, name, "Olá")
        assert post(running, f"/api/sessions/{name}/archive", {}).status_code == 200
    listed = {one["session"]: one["name"] for one in get(running, "/api/archive").json()["archived"]}
    assert delete(running, f"/api/archive/{listed[f'{session}-a']}").json() == {"status": "ok"}
    names = [one["session"] for one in get(running, "/api/archive").json()["archived"]]
    assert (f"{session}-a" in names, f"{session}-b" in names) == (False, True)
    again = delete(running, f"/api/archive/{listed[f'{session}-a']}")
    assert (again.status_code, again.json()["reason"]) == (404, "no-session")


@pytest.mark.parametrize("name", ["x", "..", "aula1", "aula1_20261122-164800x"])
def test_no_name_leads_a_deletion_out_of_the_archive(running: Lab, name: str) -> None:
    assert delete(running, f"/api/archive/{name}").status_code == 404


def found(running: Lab, **query: object) -> list[dict[str, Any]]:
    lines = get(running, "/api/search", **query).text.splitlines()
    return [json.loads(line) for line in lines]


def test_search_finds_in_one_session_and_tells_the_end(running: Lab, session: str) -> None:
    say(running, session, "a luz azul", "nada", "outra LUZ")
    lines = found(running, q="luz", session=session)
    assert [line["found"]["seq"] for line in lines if "found" in line] == [3, 1]
    assert lines[-1] == {"done": True, "more": False}


def test_search_finds_across_sessions(running: Lab, session: str) -> None:
    say(running, f"{session}-a", f"palavra-{session}")
    say(running, f"{session}-b", f"palavra-{session}")
    names = {line["session"] for line in found(running, q=f"palavra-{session}") if "found" in line}
    assert names == {f"{session}-a", f"{session}-b"}


def test_search_finds_in_archived_sessions_and_says_so(running: Lab, session: str) -> None:
    say(running, session, "Ação arquivada")
    assert post(running, f"/api/sessions/{session}/archive", {}).status_code == 200
    [hit] = [line for line in found(running, q="acao ARQUIVADA") if "found" in line]
    assert (hit["session"], hit["found"]["seq"]) == (session, 1)
    assert get(running, f"/api/archive/{hit['archived']}/messages").json()["records"][0] == hit["found"]


def test_search_stops_at_its_limit_and_says_that_there_is_more(running: Lab, session: str) -> None:
    say(running, session, *["igual"] * 5)
    lines = found(running, q="igual", session=session, limit=3)
    assert (sum("found" in line for line in lines), lines[-1]) == (3, {"done": True, "more": True})


@pytest.mark.parametrize("query", [{}, {"q": " "}, {"q": "x" * 201}, {"q": "x", "session": "../a"}])
def test_a_bad_search_is_a_problem(running: Lab, query: dict[str, object]) -> None:
    assert get(running, "/api/search", **query).status_code == 400


def test_what_was_measured_comes_as_series(running: Lab, session: str) -> None:
    for value in (20.5, 21.5):
        post(running, f"/api/sessions/{session}/messages", {"role": "sensor-1", "data": {"temperature": value}})
    wait_until(lambda: History(running.logs / session).last_seq() == 2)
    document = get(running, f"/api/sessions/{session}/series").json()
    [series] = document["series"]
    assert (series["role"], series["key"], series["v"]) == ("sensor-1", "temperature", [20.5, 21.5])
    assert document["last_seq"] == 2


def test_the_way_in_is_told_with_a_qr_code(running: Lab) -> None:
    assert get(running, "/api/join").json()["url"] == running.url
    response = get(running, "/qr.svg", path="/s/aula1")
    assert response.headers["Content-Type"].startswith("image/svg+xml")
    assert response.text.startswith("<svg")


def test_a_qr_code_leads_nowhere_else(running: Lab) -> None:
    assert get(running, "/qr.svg", path="http://elsewhere").status_code == 400


@pytest.mark.parametrize("path", ["/", "/api/sessions", "/static/icon.svg", "/nothing"])
def test_every_answer_says_what_may_be_done_with_it(running: Lab, path: str) -> None:
    headers = get(running, path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_built_files_are_compressed_and_kept_for_ever(running: Lab) -> None:
    page = get(running, "/").text
    style = next(part for part in re.findall(r'href="([^"]+)"', page) if part.endswith(".css"))
    headers = get(running, style).headers
    assert headers["Content-Encoding"] in ("br", "gzip", "zstd")
    assert "immutable" in headers["Cache-Control"]


def test_the_form_works_without_javascript(running: Lab, session: str) -> None:
    address = f"{running.url}/s/{session}/usuario/form"
    assert requests.post(address, data={"text": "Olá"}, timeout=10).status_code == 200
    wait_until(lambda: "usuario: Olá" in requests.get(address, timeout=10).text)


@pytest.mark.parametrize(
    ("language", "says"), [("en", "The message is too large"), ("pt-BR", "A mensagem é grande demais")]
)
def test_the_form_says_in_the_readers_language_why_it_did_not_send(running: Lab, language: str, says: str) -> None:
    address = f"{running.url}/s/large/usuario/form?lang={language}"
    response = requests.post(address, data={"text": "x" * 90_000}, timeout=10)
    assert (response.status_code, says in response.text) == (413, True)


def test_the_empty_form_sends_nothing(running: Lab, session: str) -> None:
    for text in (" ", "after it"):
        requests.post(f"{running.url}/s/{session}/usuario/form", data={"text": text}, timeout=10)
    wait_until(lambda: History(running.logs / session).last_seq() > 0)
    [record] = get(running, f"/api/sessions/{session}/messages").json()["records"]
    assert record["text"] == "after it"
