"""/api/accounts: the teacher makes, lists and removes accounts of devices."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
import requests

from chat.access import SERVICES
from chat.credentials import load
from chat.secret import is_password
from tests.support.waiting import wait_until
from tests.web.access.conftest import Closed, Guest
from web.boards.order import MAX_BOARDS
from web.http.accounts import MOST_SESSIONS

_numbers = itertools.count(1)


class Teacher:
    """A teacher at /api/accounts."""

    def __init__(self, closed: Closed) -> None:
        self.http = closed.teacher()
        self.url = f"{closed.url}/api/accounts"

    def add(self, *roles: str, **more: Any) -> requests.Response:
        """Ask for accounts."""
        return self.http.post(self.url, json={"roles": roles, **more}, timeout=20)

    def remove(self, *roles: str) -> requests.Response:
        """Take accounts away."""
        return self.http.post(f"{self.url}/remove", json={"roles": roles}, timeout=20)

    def listed(self) -> dict[str, Any]:
        """The whole list."""
        answer = self.http.get(self.url, timeout=20)
        assert answer.headers["Cache-Control"] == "no-store"
        found: dict[str, Any] = answer.json()
        return found

    def account(self, role: str) -> dict[str, Any]:
        """The entry of one account."""
        [found] = [one for one in self.listed()["accounts"] if one["role"] == role]
        return dict(found)


@pytest.fixture
def teacher(closed: Closed) -> Teacher:
    return Teacher(closed)


@pytest.fixture
def role() -> str:
    """A role that no other test uses."""
    return f"board-{next(_numbers)}"


def test_an_account_opens_with_the_password_that_its_answer_alone_tells(
    closed: Closed, teacher: Teacher, role: str
) -> None:
    answer = teacher.add(role, sessions=["aula1"])
    [made] = answer.json()["accounts"]
    known = load(closed.lab.folder / "data").devices[role]
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert is_password(made["password"], known.password)
    assert known.sessions == ("aula1",)
    assert made["password"] not in teacher.http.get(teacher.url, timeout=10).text


def test_the_list_says_sessions_and_since_when(teacher: Teacher, role: str) -> None:
    teacher.add(role, sessions=["aula2", "aula1"])
    listed = teacher.account(role)
    assert (listed["sessions"], listed["online"]) == (["aula2", "aula1"], [])
    assert listed["since"].endswith("Z")


def test_accounts_of_a_class_are_made_at_once(closed: Closed, teacher: Teacher, role: str) -> None:
    roles = [f"{role}-{number}" for number in range(1, MAX_BOARDS + 1)]
    answer = teacher.add(*roles)
    assert [made["role"] for made in answer.json()["accounts"]] == roles
    assert set(roles) <= set(load(closed.lab.folder / "data").devices)
    assert teacher.remove(*roles).json() == {"removed": roles}


def test_no_account_of_a_service_is_listed(teacher: Teacher) -> None:
    assert {one["role"] for one in teacher.listed()["accounts"]}.isdisjoint(SERVICES)


def test_a_new_password_must_be_confirmed(closed: Closed, teacher: Teacher, role: str) -> None:
    [first] = teacher.add(role).json()["accounts"]
    refused = teacher.add(f"{role}-other", role.upper())
    assert (refused.status_code, refused.json()["reason"]) == (409, "role-in-use")
    assert refused.json()["uses"] == [{"role": role.upper(), "account": True, "online": []}]
    assert f"{role}-other" not in load(closed.lab.folder / "data").devices
    [second] = teacher.add(role, confirmed=True).json()["accounts"]
    known = load(closed.lab.folder / "data").devices[role]
    assert is_password(second["password"], known.password)
    assert not is_password(first["password"], known.password)


def test_a_new_password_leaves_the_limits_of_an_account(teacher: Teacher, role: str) -> None:
    teacher.add(role, sessions=["aula1"])
    [renewed] = teacher.add(role, confirmed=True).json()["accounts"]
    assert (renewed["sessions"], teacher.account(role)["sessions"]) == (["aula1"], ["aula1"])
    assert teacher.add(role, sessions=[], confirmed=True).json()["accounts"][0]["sessions"] == []


def test_a_role_that_somebody_has_in_the_page_must_be_confirmed(
    closed: Closed, teacher: Teacher, role: str, session: str, guest: Callable[[requests.Session], Guest]
) -> None:
    pupil = guest(closed.pupil())
    pupil.join(session, role)
    refused = teacher.add(role)
    assert refused.json()["uses"] == [{"role": role, "account": False, "online": [session]}]
    assert {"role": role, "online": [session]} in teacher.listed()["present"]
    assert teacher.add(role, confirmed=True).status_code == 201
    answer = pupil.call("send", {"id": "1", "text": "still me?"})
    assert (answer["status"], answer["reason"]) == ("rejected", "device-role")


def test_a_role_is_in_use_while_it_is_kept_for_somebody_who_left(
    closed: Closed, teacher: Teacher, role: str, session: str
) -> None:
    said = closed.pupil().post(
        f"{closed.url}/api/sessions/{session}/messages", json={"role": role, "text": "hello"}, timeout=10
    )
    assert said.status_code == 202
    assert teacher.add(role).json()["uses"] == [{"role": role, "account": False, "online": [session]}]


def test_a_device_that_is_connected_is_online(closed: Closed, teacher: Teacher) -> None:
    [made] = teacher.add("sensor-9").json()["accounts"]
    closed.lab.overrides["devices"] = {"LAB_MQTT_PASSWORD": made["password"]}
    device = closed.lab.service("devices", "sensor", "--role", "sensor-9", "--session", "demo")
    wait_until(lambda: teacher.account("sensor-9")["online"] == ["demo"], what=lambda: f"it is seen: {device.text()}")
    assert teacher.add("sensor-9").json()["uses"] == [{"role": "sensor-9", "account": True, "online": ["demo"]}]
    assert teacher.remove("sensor-9").json() == {"removed": ["sensor-9"]}
    device.stop()


def test_removing_what_is_not_there_removes_nothing(teacher: Teacher, role: str) -> None:
    assert teacher.remove(role).json() == {"removed": []}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "bad-field"),
        ({"roles": []}, "bad-field"),
        ({"roles": "lamp"}, "bad-field"),
        ({"roles": [1]}, "bad-field"),
        ({"roles": [f"b{number}" for number in range(MAX_BOARDS + 1)]}, "bad-field"),
        ({"roles": ["a.b"]}, "bad-role"),
        ({"roles": ["lab"]}, "reserved-role"),
        ({"roles": ["a"], "sessions": ["Aula 1"]}, "bad-session"),
        ({"roles": ["a"], "sessions": [f"s{number}" for number in range(MOST_SESSIONS + 1)]}, "bad-field"),
        ({"roles": ["a"], "confirmed": "yes"}, "bad-field"),
    ],
)
def test_what_is_no_request_changes_nothing(
    closed: Closed, teacher: Teacher, body: dict[str, Any], reason: str
) -> None:
    before = load(closed.lab.folder / "data")
    answer = teacher.http.post(teacher.url, json=body, timeout=10)
    assert (answer.status_code, answer.json()["reason"]) == (400, reason)
    assert load(closed.lab.folder / "data") == before


def test_roles_that_differ_in_case_alone_are_not_made_together(teacher: Teacher, role: str) -> None:
    answer = teacher.add(role, role.upper())
    assert (answer.status_code, answer.json()["reason"]) == (409, "same-role")


def test_a_page_of_another_site_makes_no_account(closed: Closed, teacher: Teacher, role: str) -> None:
    answer = teacher.http.post(
        teacher.url, json={"roles": [role]}, headers={"Origin": "http://elsewhere.example"}, timeout=10
    )
    assert (answer.status_code, answer.json()["reason"]) == (403, "foreign-origin")
    assert role not in load(closed.lab.folder / "data").devices


def test_a_teacher_who_asks_without_end_is_slowed_down(closed: Closed) -> None:
    teacher = Teacher(closed)
    answers = [teacher.remove("nobody-has-this").status_code for _ in range(40)]
    assert set(answers) == {200, 429}


def test_a_pupil_who_opens_the_page_is_shown_the_way_to_the_teachers_code(closed: Closed) -> None:
    answer = closed.pupil().get(f"{closed.url}/boards", timeout=10)
    assert answer.status_code == 403
    assert 'href="/enter?next=/boards"' in answer.text
