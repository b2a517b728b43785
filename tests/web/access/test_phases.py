"""web.access.phases and the session's events: who may write in which phase, in a closed lab and in an open one."""

from typing import Any

import requests

from tests.support.services import Lab
from tests.web.access.conftest import Closed


def change(person: requests.Session, url: str, event: str, **data: Any) -> requests.Response:
    """Ask for an event."""
    return person.post(f"{url}/events", json={"event": event, "data": data}, timeout=10)


def say(person: requests.Session, url: str, role: str) -> str:
    """Send a message. Returns `accepted`, or the reason of the refusal."""
    answer = person.post(f"{url}/messages", json={"role": role, "text": "oi"}, timeout=10).json()
    return str(answer.get("reason") or answer["status"])


def test_a_lesson_is_frozen_opened_and_ended(closed: Closed, session: str) -> None:
    teacher, pupil = closed.teacher(), closed.pupil()
    url = f"{closed.url}/api/sessions/{session}"
    teacher.post(f"{closed.url}/api/sessions", json={"session": session}, timeout=10).raise_for_status()
    change(teacher, url, "phase-changed", phase="frozen").raise_for_status()
    assert (say(pupil, url, "ana"), say(teacher, url, "professor")) == ("frozen", "accepted")
    change(teacher, url, "phase-changed", phase="open").raise_for_status()
    assert say(pupil, url, "ana") == "accepted"
    change(teacher, url, "phase-changed", phase="ended").raise_for_status()
    assert (say(pupil, url, "ana"), say(teacher, url, "professor")) == ("ended", "ended")


def test_a_pupil_sets_the_own_name_and_nothing_else(closed: Closed, session: str) -> None:
    teacher, pupil = closed.teacher(), closed.pupil()
    url = f"{closed.url}/api/sessions/{session}"
    teacher.post(f"{closed.url}/api/sessions", json={"session": session}, timeout=10).raise_for_status()
    assert change(pupil, url, "phase-changed", phase="ended").json()["reason"] == "teacher-only"
    assert change(pupil, url, "name-set", role="lamp", name="x").json()["reason"] == "device-role"
    assert change(pupil, url, "name-set", role="joao", name="João").status_code == 200
    assert pupil.get(f"{url}/state", timeout=10).json()["names"] == {"joao": "João"}


def test_in_an_open_lab_everybody_does_what_a_teacher_does(running: Lab, session: str) -> None:
    url, person = f"{running.url}/api/sessions/{session}", requests.Session()
    person.post(f"{running.url}/api/sessions", json={"session": session}, timeout=10).raise_for_status()
    change(person, url, "phase-changed", phase="ended").raise_for_status()
    assert say(person, url, "ana") == "ended"
    assert person.post(f"{running.url}/api/sessions", json={"session": session}, timeout=10).status_code == 201
    assert say(person, url, "ana") == "accepted"
