"""web.access.login: coming in with a code, without JavaScript, and going on to nowhere else."""

import pytest
import requests

from chat.secret import shown
from tests.support.services import Lab
from tests.web.access.conftest import Closed
from web.access.login import local_path


@pytest.mark.parametrize("path", ["/", "/s/aula1", "/s/aula1/usuario?lang=en", "/search?q=a%20b"])
def test_a_path_of_this_lab_is_gone_on_to(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http://evil.example",
        "javascript:alert(1)",
        "evil",
        "/\t/evil.example",
        "\n//evil.example",
        "/\r\nSet-Cookie:a=b",
        "/" + "a" * 400,
    ],
)
def test_anything_else_leads_to_the_first_page(text: str) -> None:
    assert local_path(text) == "/"


def test_the_right_code_gives_a_cookie_that_no_script_reads(closed: Closed) -> None:
    code = shown(closed.known.class_code).lower()
    data = {"code": code, "next": "/s/aula1"}
    response = requests.post(f"{closed.url}/enter", data=data, allow_redirects=False, timeout=10)
    assert (response.status_code, response.headers["Location"]) == (303, "/s/aula1")
    cookie = response.headers["Set-Cookie"]
    assert [word in cookie for word in ("HttpOnly", "SameSite=Lax", closed.known.class_code)] == [True, True, False]


def test_a_link_with_the_code_leads_in_and_on(closed: Closed) -> None:
    person = requests.Session()
    query = {"code": closed.known.class_code, "next": "/s/aula1/usuario"}
    response = person.get(f"{closed.url}/enter", params=query, timeout=10)
    assert response.url == f"{closed.url}/s/aula1/usuario"
    assert 'data-right="pupil"' in response.text


def test_a_wrong_code_is_told_and_opens_nothing(closed: Closed) -> None:
    person = requests.Session()
    response = person.post(f"{closed.url}/enter", data={"code": "WRNG-WRNG"}, timeout=10)
    assert (response.status_code, 'role="alert"' in response.text) == (401, True)
    assert person.get(f"{closed.url}/api/sessions", timeout=10).status_code == 401


def test_who_comes_from_a_page_is_led_back_to_it(closed: Closed) -> None:
    page = requests.get(f"{closed.url}/s/aula1?lang=en", timeout=10)
    assert 'name="next" value="/s/aula1?lang=en"' in page.text


def test_a_foreign_host_is_not_gone_on_to(closed: Closed) -> None:
    query = {"code": closed.known.class_code, "next": "//evil.example/"}
    response = requests.get(f"{closed.url}/enter", params=query, allow_redirects=False, timeout=10)
    assert response.headers["Location"] == "/"


def test_a_cookie_that_was_changed_opens_nothing(closed: Closed) -> None:
    person = closed.pupil()
    [name] = person.cookies.keys()
    body, _, rest = str(person.cookies[name]).partition(".")
    for value in (f"{body}A.{rest}", body, "x", ""):
        response = requests.get(f"{closed.url}/api/sessions", cookies={name: value}, timeout=10)
        assert response.status_code == 401


def test_a_cookie_that_has_ended_is_explained(closed: Closed) -> None:
    [name] = closed.pupil().cookies.keys()
    page = requests.get(f"{closed.url}/s/aula1?lang=en", cookies={name: "old"}, timeout=10)
    assert "Your access has ended" in page.text


def test_leaving_takes_the_cookie_away(closed: Closed) -> None:
    person = closed.pupil()
    assert person.get(f"{closed.url}/api/sessions", timeout=10).status_code == 200
    person.post(f"{closed.url}/leave", timeout=10)
    assert person.get(f"{closed.url}/api/sessions", timeout=10).status_code == 401


def test_the_teachers_code_raises_the_right_of_who_is_in(closed: Closed) -> None:
    person = closed.pupil()
    person.post(f"{closed.url}/enter", data={"code": closed.known.teacher_code}, timeout=10)
    assert 'data-right="teacher"' in person.get(f"{closed.url}/", timeout=10).text


def test_an_open_lab_asks_nothing(running: Lab) -> None:
    response = requests.get(f"{running.url}/enter?next=/s/aula1", allow_redirects=False, timeout=10)
    assert (response.status_code, response.headers["Location"]) == (303, "/s/aula1")
    assert requests.get(f"{running.url}/api/token", timeout=10).json() == {"token": ""}
    assert 'data-right="teacher"' in requests.get(f"{running.url}/", timeout=10).text


def test_no_more_than_ten_wrong_codes_a_minute_are_heard_from_an_address(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lab = Lab(tmp_path_factory.mktemp("tried"), settings={"LAB_ACCESS": "on"})
    try:
        lab.start_web()
        answers = [requests.post(f"{lab.url}/enter", data={"code": "WRNG-WRNG"}, timeout=10) for _ in range(12)]
        by_program = requests.get(f"{lab.url}/api/sessions", headers={"Authorization": "Bearer x"}, timeout=10)
    finally:
        lab.stop()
    assert [answer.status_code for answer in answers[:10]] == [401] * 10
    assert answers[-1].status_code == 429
    assert (int(answers[-1].headers["Retry-After"]) <= 6, 'role="alert"' in answers[-1].text) == (True, True)
    assert (by_program.status_code, by_program.json()["reason"]) == (429, "too-fast")
