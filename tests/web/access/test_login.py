"""web.access.login: coming in with a code, without JavaScript, and going on to nowhere else."""

from collections.abc import Iterator

import pytest
import requests

from chat import credentials
from chat.secret import format_code
from tests.support.services import Lab
from tests.support.socketio_client import ordered_client
from tests.support.waiting import wait_until
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
    code = format_code(closed.known.class_code).lower()
    data = {"code": code, "next": "/s/aula1"}
    response = requests.post(f"{closed.url}/enter", data=data, allow_redirects=False, timeout=10)
    assert (response.status_code, response.headers["Location"]) == (303, "/s/aula1")
    cookie = response.headers["Set-Cookie"]
    assert [word in cookie for word in ("HttpOnly", "SameSite=Lax", closed.known.class_code)] == [True, True, False]


def test_a_link_with_the_code_brings_a_form_that_sends_itself(closed: Closed) -> None:
    person = requests.Session()
    query = {"code": closed.known.class_code, "next": "/s/aula1/usuario"}
    page = person.get(f"{closed.url}/enter", params=query, timeout=10).text
    parts = ("data-submit", f'value="{closed.known.class_code}"', 'value="/s/aula1/usuario"', "enter.js")
    assert [part in page for part in parts] == [True] * 4
    assert person.get(f"{closed.url}/api/sessions", timeout=10).status_code == 401


def test_a_link_on_another_site_brings_a_form_that_waits_for_its_button(closed: Closed) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    query = {"code": closed.known.class_code}
    page = requests.get(f"{closed.url}/enter", params=query, headers=followed, timeout=10).text
    assert ("data-submit" in page, f'value="{closed.known.class_code}"' in page) == (False, True)


def test_no_get_counts_as_a_wrong_code(closed: Closed) -> None:
    """As 500 images of a page of another site would be, of a browser that does not say so."""
    answers = {requests.get(f"{closed.url}/enter?code=WRNG", timeout=10).status_code for _ in range(500)}
    assert answers == {200}
    assert closed.pupil().get(f"{closed.url}/api/sessions", timeout=10).status_code == 200


def test_a_wrong_code_is_told_and_opens_nothing(closed: Closed) -> None:
    person = requests.Session()
    response = person.post(f"{closed.url}/enter", data={"code": "WRNG-WRNG"}, timeout=10)
    assert (response.status_code, 'role="alert"' in response.text) == (401, True)
    assert person.get(f"{closed.url}/api/sessions", timeout=10).status_code == 401


def test_who_comes_from_a_page_is_led_back_to_it(closed: Closed) -> None:
    page = requests.get(f"{closed.url}/s/aula1?lang=en", timeout=10)
    assert 'name="next" value="/s/aula1?lang=en"' in page.text


def test_a_foreign_host_is_not_gone_on_to(closed: Closed) -> None:
    data = {"code": closed.known.class_code, "next": "//evil.example/"}
    response = requests.post(f"{closed.url}/enter", data=data, allow_redirects=False, timeout=10)
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


def test_leaving_ends_every_copy_of_the_cookie(closed: Closed) -> None:
    person = closed.pupil()
    copied = person.cookies.copy()
    assert requests.get(f"{closed.url}/api/sessions", cookies=copied, timeout=10).status_code == 200
    person.post(f"{closed.url}/leave", timeout=10)
    assert requests.get(f"{closed.url}/api/sessions", cookies=copied, timeout=10).status_code == 401


def test_a_copied_cookie_does_not_come_back_with_the_code_as_the_person_who_left(closed: Closed) -> None:
    person = closed.pupil()
    copied = person.cookies.copy()
    person.post(f"{closed.url}/leave", timeout=10)
    again = requests.Session()
    data = {"code": closed.known.class_code}
    again.post(f"{closed.url}/enter", data=data, cookies=copied, timeout=10).raise_for_status()
    assert again.get(f"{closed.url}/api/sessions", timeout=10).status_code == 200


def test_the_teachers_code_raises_the_right_of_who_is_in(closed: Closed) -> None:
    person = closed.pupil()
    person.post(f"{closed.url}/enter", data={"code": closed.known.teacher_code}, timeout=10)
    assert 'data-right="teacher"' in person.get(f"{closed.url}/", timeout=10).text


def test_becoming_a_teacher_makes_a_new_person_and_ends_the_old_one(closed: Closed, session: str) -> None:
    person = closed.pupil()
    copied = person.cookies.copy()
    person.post(f"{closed.url}/enter", data={"code": closed.known.teacher_code}, timeout=10)
    assert requests.get(f"{closed.url}/api/sessions", cookies=copied, timeout=10).status_code == 401


def test_coming_in_again_with_the_same_code_keeps_the_role(closed: Closed, session: str) -> None:
    person = closed.pupil()
    messages, message = f"{closed.url}/api/sessions/{session}/messages", {"role": "maria", "text": "Olá"}
    assert person.post(messages, json=message, timeout=10).status_code == 202
    person.post(f"{closed.url}/enter", data={"code": closed.known.class_code}, timeout=10)
    assert person.post(messages, json=message, timeout=10).status_code == 202


def test_an_open_lab_asks_nothing(running: Lab) -> None:
    response = requests.get(f"{running.url}/enter?next=/s/aula1", allow_redirects=False, timeout=10)
    assert (response.status_code, response.headers["Location"]) == (303, "/s/aula1")
    assert requests.get(f"{running.url}/api/token", timeout=10).json() == {"token": ""}
    assert 'data-right="teacher"' in requests.get(f"{running.url}/", timeout=10).text


@pytest.fixture
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """A closed lab of which nobody knows the code yet; its page alone."""
    lab = Lab(tmp_path_factory.mktemp("tried"), settings={"LAB_ACCESS": "on"})
    try:
        lab.start_web()
        yield Closed(lab, credentials.load(lab.folder / "data"))
    finally:
        lab.stop()


def try_codes(url: str, count: int) -> list[requests.Response]:
    """Wrong codes, one after the other, over one connection."""
    with requests.Session() as visitor:
        return [visitor.post(f"{url}/enter", data={"code": "WRNG-WRNG"}, timeout=10) for _ in range(count)]


def test_forty_pupils_behind_one_address_come_in_although_each_errs_five_times(tried: Closed) -> None:
    for _ in range(40):
        assert {answer.status_code for answer in try_codes(tried.url, 5)} == {401}
        entered = requests.post(
            f"{tried.url}/enter", data={"code": tried.known.class_code}, allow_redirects=False, timeout=10
        )
        assert entered.status_code == 303


def test_too_many_wrong_codes_lock_an_address_and_say_when_that_ends(tried: Closed) -> None:
    locked = next(answer for _ in range(20) for answer in try_codes(tried.url, 100) if answer.status_code == 429)
    assert (locked.headers["Retry-After"], 'role="alert"' in locked.text) == ("1", True)


def test_a_locked_address_comes_in_with_the_right_code_when_the_lock_has_ended(tried: Closed) -> None:
    assert any(answer.status_code == 429 for _ in range(20) for answer in try_codes(tried.url, 100))
    data = {"code": tried.known.class_code}
    wait_until(
        lambda: requests.post(f"{tried.url}/enter", data=data, timeout=10).url != f"{tried.url}/enter", seconds=5
    )


def test_one_address_makes_no_persons_without_end(tried: Closed) -> None:
    """Each person has limits of its own: somebody with the code must not get round them by entering again."""
    statuses = []
    for _ in range(600):
        data = {"code": tried.known.class_code}
        statuses.append(requests.post(f"{tried.url}/enter", data=data, allow_redirects=False, timeout=10).status_code)
        if statuses[-1] == 429:
            break
    assert (statuses[:200], statuses[-1]) == ([303] * 200, 429)


def test_coming_in_again_as_the_same_person_is_not_limited(tried: Closed) -> None:
    with requests.Session() as person:
        data = {"code": tried.known.class_code}
        entered = [person.post(f"{tried.url}/enter", data=data, allow_redirects=False, timeout=10) for _ in range(300)]
    assert {answer.status_code for answer in entered} == {303}


def test_wrong_codes_of_programs_count_as_those_of_people(tried: Closed) -> None:
    headers = {"Authorization": "Bearer x"}
    seen = set()
    with requests.Session() as program:
        for _ in range(2000):
            answer = program.get(f"{tried.url}/api/sessions", headers=headers, timeout=10)
            seen.add((answer.status_code, answer.json()["reason"]))
            if answer.status_code == 429:
                break
    assert seen == {(401, "no-access"), (429, "too-fast")}


def test_a_client_that_is_not_in_is_sent_to_the_form_however_often_it_asks(tried: Closed) -> None:
    with requests.Session() as visitor:
        statuses = {visitor.get(f"{tried.url}/", allow_redirects=False, timeout=10).status_code for _ in range(500)}
    assert statuses == {303}


def test_a_program_that_leaves_ends_no_other_program_of_its_address(closed: Closed) -> None:
    program = requests.Session()
    program.headers["Authorization"] = f"Bearer {closed.known.class_code}"
    program.post(f"{closed.url}/leave", timeout=10)
    client = ordered_client()
    client.connect(closed.url, auth={"token": closed.token(program)}, transports=["websocket"])
    client.disconnect()
