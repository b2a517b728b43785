"""web.access.rights: nothing is served that the table does not name, and what it says holds."""

from pathlib import Path
from typing import Any

import pytest
import requests

from chat.settings import Settings
from tests.web.access.conftest import Closed
from web.access.person import Right
from web.access.rights import EVENTS, ROUTES
from web.app import Web, create_app


@pytest.fixture
def wired(tmp_path: Path) -> Web:
    return create_app(Settings(logs=tmp_path, data=tmp_path))


def test_the_table_of_routes_is_the_applications_own(wired: Web) -> None:
    assert {rule.endpoint for rule in wired.app.url_map.iter_rules()} == set(ROUTES)


def test_the_table_of_events_is_the_applications_own(wired: Web) -> None:
    listened = set(wired.live.socketio.server.handlers["/"])
    assert listened - {"connect", "disconnect"} == set(EVENTS)


def sample(rule: Any) -> str:
    """A path of a route."""
    values = {
        "session": "s1",
        "role": "usuario",
        "archive": "s1_20261122-164800",
        "name": "s1_20261122-164800",
        "box": "0" * 16,
    }
    path: str = rule.rule.replace("path:", "").replace(str(rule.rule).partition("<any")[2].partition(">")[0], "")
    for name, value in {**values, "filename": "icon.svg"}.items():
        path = path.replace(f"<{name}>", value)
    return path.replace("<any>", "usuario")


def paths(wired: Web, least: Right) -> list[tuple[str, str]]:
    """Method and path of every route that asks for at least this right."""
    return [
        (method, sample(rule))
        for rule in wired.app.url_map.iter_rules()
        if ROUTES[rule.endpoint].right >= least
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_nobody_who_is_not_in_gets_anything(closed: Closed, wired: Web) -> None:
    found = {}
    for method, path in paths(wired, Right.PUPIL):
        response = requests.request(method, closed.url + path, allow_redirects=False, timeout=10)
        found[method, path] = 401 if path.startswith("/api/") else 303
        if response.status_code == 303:
            assert response.headers["Location"].startswith("/enter?next=")
        assert response.status_code == found[method, path], (method, path)
    assert len(found) > 25


def test_no_pupil_may_do_what_is_the_teachers(closed: Closed, wired: Web) -> None:
    pupil = closed.pupil()
    asked = paths(wired, Right.TEACHER)
    assert len(asked) >= 2
    for method, path in asked:
        response = pupil.request(method, closed.url + path, json={}, timeout=10)
        assert response.status_code == 403, (method, path)
        assert not path.startswith("/api/") or response.json()["reason"] == "teacher-only"


def test_the_teacher_may(closed: Closed, session: str) -> None:
    teacher = closed.teacher()
    teacher.post(f"{closed.url}/api/sessions", json={"session": session}, timeout=10).raise_for_status()
    replies = teacher.put(f"{closed.url}/api/sessions/{session}/replies", json={"replies": ["Sim"]}, timeout=10)
    archived = teacher.post(f"{closed.url}/api/sessions/{session}/archive", timeout=10)
    assert (replies.status_code, archived.status_code) == (200, 200)


@pytest.mark.parametrize("path", ["/static/icon.svg", "/healthz", "/enter"])
def test_some_things_are_for_anybody(closed: Closed, path: str) -> None:
    assert requests.get(closed.url + path, timeout=10).status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/api/nothing", "/s/Not%20A%20Name"])
def test_who_is_not_in_does_not_learn_what_there_is(closed: Closed, path: str) -> None:
    status = requests.get(closed.url + path, allow_redirects=False, timeout=10).status_code
    assert status == (401 if path.startswith("/api") else 303)
