"""web.access.request_access: programs come in by their code, writers keep to their roles, nobody asks without end."""

import pytest
import requests

from chat.history import History
from tests.support.waiting import wait_until
from tests.web.access.conftest import Closed


def bearer(code: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {code}"}


def test_a_program_comes_in_by_its_code(closed: Closed, session: str) -> None:
    messages = f"{closed.url}/api/sessions/{session}/messages"
    headers = bearer(closed.known.class_code)
    sent = requests.post(messages, json={"role": "prog-1", "text": "Olá"}, headers=headers, timeout=10)
    assert sent.status_code == 202
    wait_until(lambda: History(closed.lab.logs / session).last_seq() == 1)
    assert requests.get(messages, headers=headers, timeout=10).json()["last_seq"] == 1


def test_a_wrong_code_of_a_program_is_told_how_to_come_in(closed: Closed) -> None:
    response = requests.get(f"{closed.url}/api/sessions", headers=bearer("WRNG-WRNG"), timeout=10)
    assert (response.status_code, response.json()["reason"]) == (401, "no-access")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic abc", "Bearer \u00e9", "x"])
def test_what_is_no_code_opens_nothing(closed: Closed, header: str) -> None:
    headers = {"Authorization": header.encode("latin1")}
    assert requests.get(f"{closed.url}/api/sessions", headers=headers, timeout=10).status_code == 401


def test_a_role_that_somebody_holds_is_not_written_under(closed: Closed, session: str) -> None:
    messages = f"{closed.url}/api/sessions/{session}/messages"
    maria, jose = closed.pupil(), closed.pupil()
    assert maria.post(messages, json={"role": "usuario", "text": "Olá"}, timeout=10).status_code == 202
    response = jose.post(messages, json={"role": "Usuario", "text": "x"}, timeout=10)
    assert (response.status_code, response.json()["reason"]) == (409, "role-taken")
    assert jose.post(messages, json={"role": "jose", "text": "x"}, timeout=10).status_code == 202
    assert maria.post(messages, json={"role": "usuario", "text": "x"}, timeout=10).status_code == 202


def test_the_teacher_writes_as_anybody_and_pushes_nobody_away(closed: Closed, session: str) -> None:
    messages = f"{closed.url}/api/sessions/{session}/messages"
    maria, teacher = closed.pupil(), closed.teacher()
    for person in (maria, teacher, maria):
        assert person.post(messages, json={"role": "usuario", "text": "Olá"}, timeout=10).status_code == 202


def test_nobody_writes_as_a_device(closed: Closed, session: str) -> None:
    messages = f"{closed.url}/api/sessions/{session}/messages"
    for person in (closed.pupil(), closed.teacher()):
        response = person.post(messages, json={"role": "lamp", "text": "x"}, timeout=10)
        assert (response.status_code, response.json()["reason"]) == (403, "device-role")
    assert History(closed.lab.logs / session).last_seq() == 0


def test_the_form_obeys_the_same_rules(closed: Closed, session: str) -> None:
    maria, jose = closed.pupil(), closed.pupil()
    form = f"{closed.url}/s/{session}/usuario/form"
    assert maria.post(form, data={"text": "Olá"}, timeout=10).status_code == 200
    refused = jose.post(form, data={"text": "not mine"}, timeout=10)
    assert (refused.status_code, 'role="alert"' in refused.text, 'value="not mine"' in refused.text) == (
        409,
        True,
        True,
    )
    assert jose.post(f"{closed.url}/s/{session}/lamp/form", data={"text": "x"}, timeout=10).status_code == 403


def test_who_sends_without_end_is_told_to_wait(closed: Closed, session: str) -> None:
    pupil = closed.pupil()
    messages = f"{closed.url}/api/sessions/{session}/messages"
    answers = [pupil.post(messages, json={"role": "", "text": "x"}, timeout=10) for _ in range(300)]
    last = [answer for answer in answers if answer.status_code == 429][-1]
    assert (last.json()["reason"], last.headers["Retry-After"]) == ("too-fast", "1")
    another = closed.pupil().post(messages, json={"role": "", "text": "x"}, timeout=10)
    assert another.status_code == 400  # somebody else has a limit of their own


def test_a_pupil_makes_sessions_but_not_without_end(closed: Closed, session: str) -> None:
    pupil = closed.pupil()
    made = [pupil.post(f"{closed.url}/api/sessions", json={"session": f"{session}-{n}"}, timeout=10) for n in range(12)]
    assert [one.status_code for one in made[:10]] == [201] * 10
    assert made[-1].status_code == 429


def test_the_way_in_carries_the_class_code(closed: Closed) -> None:
    pupil = closed.pupil()
    told = pupil.get(f"{closed.url}/api/join", timeout=10).json()
    assert told["code"].replace("-", "") == closed.known.class_code
    assert pupil.get(f"{closed.url}/qr.svg?path=/s/aula1", timeout=10).headers["Cache-Control"] == "no-store"
