"""web.http.guard: what a foreign page could send from somebody's browser is not heard, by any way in."""

import socket

import pytest
import requests

from tests.support.services import Lab
from tests.web.conftest import Browser
from tests.web.raw import POLLING, UPGRADE, WEBSOCKET, Headers, ask

EVERY_WAY = {"/": [], "/api/sessions": [], "/healthz": [], "/static/icon.svg": [], POLLING: [], WEBSOCKET: UPGRADE}
ALL_ARE_WELL = {"/": 200, "/api/sessions": 200, "/healthz": 200, "/static/icon.svg": 200, POLLING: 200, WEBSOCKET: 101}


def every_way(lab: Lab, *headers: tuple[str, str]) -> dict[str, int]:
    """The status of each way in, asked with these headers."""
    return {path: ask(lab, path, [*headers, *more]).status for path, more in EVERY_WAY.items()}


def host(lab: Lab, name: str = "127.0.0.1") -> tuple[str, str]:
    return ("Host", f"{name}:{lab.web_port}")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "127.0.0.1.", socket.gethostname()])
def test_by_its_own_names_the_lab_answers(running: Lab, name: str) -> None:
    assert every_way(running, host(running, name)) == ALL_ARE_WELL


@pytest.mark.parametrize("port", ["", ":80", ":65535", ":"])
def test_the_port_may_be_another_for_containers_and_proxies_publish_elsewhere(running: Lab, port: str) -> None:
    assert every_way(running, ("Host", f"localhost{port}")) == ALL_ARE_WELL


@pytest.mark.parametrize(
    "name", ["rebind.evil.example", "127.0.0.1.evil.example", "localhost.evil", "192.0.2.7", "[2001:db8::1]"]
)
def test_a_name_that_was_led_here_is_misdirected(running: Lab, name: str) -> None:
    assert every_way(running, host(running, name)) == dict.fromkeys(EVERY_WAY, 421)


@pytest.mark.parametrize(
    "name", ["", ":8000", "localhost:http", "evil@localhost", "[::1", "localhost/", "local\0host", "é"]
)
def test_a_host_that_is_none_is_a_bad_request(running: Lab, name: str) -> None:
    assert every_way(running, ("Host", name)) == dict.fromkeys(EVERY_WAY, 400)


def test_a_request_without_a_host_is_bad(running: Lab) -> None:
    assert every_way(running) == dict.fromkeys(EVERY_WAY, 400)


def test_two_hosts_are_bad_though_the_first_is_ours(running: Lab) -> None:
    assert every_way(running, host(running), ("Host", "evil.example")) == dict.fromkeys(EVERY_WAY, 400)


def test_what_a_proxy_would_say_counts_for_nothing(running: Lab) -> None:
    said = [("X-Forwarded-Host", "localhost"), ("Forwarded", "host=localhost")]
    assert every_way(running, ("Host", "evil.example"), *said) == dict.fromkeys(EVERY_WAY, 421)


def test_a_target_with_a_host_of_its_own_finds_nothing(running: Lab) -> None:
    assert ask(running, "http://evil.example/api/sessions", [host(running)]).status == 404


def test_the_answer_says_what_to_set(running: Lab) -> None:
    text = ask(running, "/", [("Host", "evil.example")]).text
    assert text.count("LAB_ALLOWED_HOSTS") == 2  # in each language
    assert "nosniff" in text


def test_a_browser_gets_a_page(running: Lab) -> None:
    headers = {"Host": "evil.example", "Accept": "text/html,*/*;q=0.8"}
    response = requests.get(running.url, headers=headers, timeout=10)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.text.count("LAB_ALLOWED_HOSTS") == 2


def test_under_the_api_it_is_a_problem_object(running: Lab) -> None:
    response = requests.get(f"{running.url}/api/sessions", headers={"Host": "evil.example"}, timeout=10)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (response.json()["status"], response.json()["reason"]) == (421, "foreign-host")


def test_a_host_of_the_settings_is_answered(tmp_path_factory: pytest.TempPathFactory) -> None:
    lab = Lab(tmp_path_factory.mktemp("named"), settings={"LAB_ALLOWED_HOSTS": "lab.school.example"})
    try:
        lab.start_web()
        assert [
            ask(lab, "/static/icon.svg", [host(lab, name)]).status for name in ("lab.school.example", "x.example")
        ] == [200, 421]
    finally:
        lab.stop()


SOCKET_IO: dict[str, Headers] = {POLLING: [], WEBSOCKET: UPGRADE}


def socket_io(lab: Lab, *headers: tuple[str, str]) -> list[int]:
    return [ask(lab, path, [host(lab), *headers, *more]).status for path, more in SOCKET_IO.items()]


def test_socket_io_takes_a_program_which_has_no_origin(running: Lab) -> None:
    assert socket_io(running) == [200, 101]


def test_socket_io_takes_its_own_page(running: Lab) -> None:
    assert socket_io(running, ("Origin", running.url), ("Sec-Fetch-Site", "same-origin")) == [200, 101]


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost:{port}",
        "null",
        "",
        "http://127.0.0.1:{port}.evil.example",
        "http://evil.example@127.0.0.1:{port}",
        "127.0.0.1:{port}",
        "file://",
        "chrome-extension://127.0.0.1:{port}",
        "http://127.0.0.1:{port}/",
        "http://127.0.0.1:{port} http://x",
    ],
)
def test_socket_io_takes_no_other_page(running: Lab, origin: str) -> None:
    assert socket_io(running, ("Origin", origin.format(port=running.web_port))) == [403, 403]


def test_socket_io_takes_a_page_that_the_browser_knows_as_its_own_although_a_proxy_hides_the_port(running: Lab) -> None:
    assert socket_io(running, ("Origin", "http://127.0.0.1:1"), ("Sec-Fetch-Site", "same-origin")) == [200, 101]


def test_a_refusal_at_socket_io_is_a_problem_object(running: Lab) -> None:
    answer = ask(running, POLLING, [host(running), ("Origin", "http://evil.example")])
    assert (answer.status, '"reason":"foreign-origin"' in answer.text) == (403, True)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_socket_io_takes_no_other_page_that_hides_its_origin(running: Lab, site: str) -> None:
    assert socket_io(running, ("Sec-Fetch-Site", site)) == [403, 403]


def test_socket_io_speaks_no_jsonp_for_which_browsers_send_no_origin(running: Lab) -> None:
    assert [ask(running, POLLING + more, [host(running)]).status for more in ("&j=0", "&j=")] == [403, 403]


def test_socket_io_tells_no_page_that_it_may_read(running: Lab) -> None:
    text = ask(running, POLLING, [host(running), ("Origin", running.url)]).text.lower()
    assert "access-control-allow" not in text
    assert "nosniff" in text


def test_a_program_can_talk_over_socket_io(running: Lab, session: str) -> None:
    browser = Browser(running.url)
    assert browser.join(session)["records"] == []
    browser.client.disconnect()


FOREIGN: list[Headers] = [
    [("Origin", "http://evil.example")],
    [("Origin", "null")],
    [("Sec-Fetch-Site", "cross-site")],
    [("Sec-Fetch-Site", "same-site")],
    [("Origin", "http://localhost:1")],
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "ANY"])
def test_nothing_changes_for_a_foreign_page(running: Lab, session: str, method: str, headers: Headers) -> None:
    answer = ask(running, "/api/sessions", [host(running), *headers], method=method, body=f'{{"session":"{session}"}}')
    assert (answer.status, '"foreign-origin"' in answer.text) == (403, True)


@pytest.mark.parametrize("path", ["/s/{session}/usuario/form", "/lessons/1/usuario", "/nothing"])
def test_a_foreign_page_can_not_send_a_form(running: Lab, session: str, path: str) -> None:
    headers = [host(running), ("Origin", "http://evil.example"), ("Content-Type", "application/x-www-form-urlencoded")]
    assert ask(running, path.format(session=session), headers, method="POST", body="text=x").status == 403


@pytest.mark.parametrize("headers", [[], [("Sec-Fetch-Site", "none")], [("Sec-Fetch-Site", "same-origin")]])
def test_programs_and_our_own_page_may(running: Lab, session: str, headers: Headers) -> None:
    answer = ask(running, "/api/sessions", [host(running), *headers], method="POST", body=f'{{"session":"{session}"}}')
    assert answer.status == 201


def test_a_link_from_elsewhere_may_lead_here(running: Lab) -> None:
    link = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")]
    assert ask(running, "/", [host(running), *link]).status == 200


@pytest.mark.parametrize(
    ("mode", "destination"),
    [("no-cors", "image"), ("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe"), ("navigate", "object")],
)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_gets_no_part_of_itself_from_here(running: Lab, site: str, mode: str, destination: str) -> None:
    asked = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)]
    assert ask(running, "/enter?code=WRNG", [host(running), *asked]).status == 403
