"""The teacher's roles in a closed lab: by every way in which a person writes."""

import pytest
import requests

from tests.web.access.conftest import Closed


def say(person: requests.Session, closed: Closed, role: str) -> str:
    """Send a message. Returns `accepted`, or the reason of the refusal."""
    url = f"{closed.url}/api/sessions/roles/messages"
    answer = person.post(url, json={"role": role, "text": "não há aula"}, timeout=10).json()
    return str(answer.get("reason") or answer["status"])


@pytest.mark.parametrize("role", ["professor", "Professora", "TEACHER"])
def test_a_pupil_does_not_write_as_the_teacher(closed: Closed, role: str) -> None:
    assert say(closed.pupil(), closed, role) == "teacher-role"


def test_the_teacher_does(closed: Closed) -> None:
    assert say(closed.teacher(), closed, "professor") == "accepted"


def test_a_pupil_does_not_write_so_in_the_form_without_scripts(closed: Closed) -> None:
    pupil = closed.pupil()
    answer = pupil.post(f"{closed.url}/s/roles/professor/form", data={"text": "não há aula"}, timeout=10)
    assert answer.status_code == 403
