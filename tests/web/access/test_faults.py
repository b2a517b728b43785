"""web.http.faults in a closed lab: the teacher has all lines, a pupil the line of the own role."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from chat import credentials
from tests.support.ports import free_port
from tests.support.services import Lab
from tests.web.access.conftest import Closed


@pytest.fixture(scope="module")
def with_faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """A closed lab with a fault lab."""
    settings = {"LAB_ACCESS": "on", "LAB_FAULTS_PORT": str(free_port())}
    lab = Lab(tmp_path_factory.mktemp("closed-faults"), settings=settings)
    credentials.add_device(lab.folder / "data", "lamp")
    try:
        lab.service("faults", "serve")
        lab.start_all()
        yield Closed(lab, credentials.load(lab.folder / "data"))
    finally:
        lab.stop()


def put(person: requests.Session, closed: Closed, path: str) -> int:
    """The status of a change of rules."""
    url = f"{closed.url}/api/sessions/aula1/faults{path}"
    return person.put(url, json={"rules": ["lose-puback"]}, timeout=30).status_code


def test_a_pupil_has_the_own_line_and_no_other(with_faults: Closed) -> None:
    maria, joao = with_faults.pupil(), with_faults.pupil()
    assert put(maria, with_faults, "/maria") == 200
    assert put(joao, with_faults, "/maria") == 409
    assert joao.get(f"{with_faults.url}/api/sessions/aula1/faults/maria", timeout=10).status_code == 409
    assert put(joao, with_faults, "/joao") == 200


def test_a_pupil_has_no_line_of_the_teachers_role_or_of_a_device(with_faults: Closed) -> None:
    maria = with_faults.pupil()
    assert put(maria, with_faults, "/professor") == 403
    assert put(maria, with_faults, "/lamp") == 403


def test_a_pupil_publishes_through_the_own_line_alone(with_faults: Closed) -> None:
    maria, joao = with_faults.pupil(), with_faults.pupil()
    assert put(maria, with_faults, "/mia") == 200
    url = f"{with_faults.url}/api/sessions/aula1/faults/mia/messages"
    assert joao.post(url, json={"payload": "x", "qos": 0}, timeout=30).status_code == 409
    assert maria.post(url, json={"payload": "x", "qos": 0}, timeout=30).json() == {"acknowledged": True}


def test_in_a_frozen_lesson_a_pupil_publishes_nothing_through_a_line(with_faults: Closed) -> None:
    pupil, teacher = with_faults.pupil(), with_faults.teacher()
    url = f"{with_faults.url}/api/sessions/frozen"
    teacher.post(f"{with_faults.url}/api/sessions", json={"session": "frozen"}, timeout=10).raise_for_status()
    event: dict[str, Any] = {"event": "phase-changed", "data": {"phase": "frozen"}}
    assert pupil.put(f"{url}/faults/zoe", timeout=30).status_code == 200
    teacher.post(f"{url}/events", json=event, timeout=10).raise_for_status()
    for way in ("runs", "messages"):
        assert pupil.post(f"{url}/faults/zoe/{way}", json={"payload": "x"}, timeout=30).json()["reason"] == "frozen"


def test_the_teacher_has_all_lines_that_of_a_device_too(with_faults: Closed) -> None:
    teacher = with_faults.teacher()
    assert put(with_faults.pupil(), with_faults, "/rita") == 200
    assert put(teacher, with_faults, "/rita") == 200
    assert put(teacher, with_faults, "/lamp") == 200
    assert put(teacher, with_faults, "") == 200


def test_a_pupil_neither_lists_nor_sets_all_lines(with_faults: Closed) -> None:
    maria = with_faults.pupil()
    assert put(maria, with_faults, "") == 403
    assert maria.get(f"{with_faults.url}/api/sessions/aula1/faults", timeout=10).status_code == 403


def test_who_has_no_code_is_turned_away(with_faults: Closed) -> None:
    assert put(requests.Session(), with_faults, "/maria") == 401
