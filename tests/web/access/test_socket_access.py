"""web.access.socket_access: no connection without a token, and each event by the rights of who sends it."""

import time
from collections.abc import Callable

import pytest
import requests
import socketio

from chat import credentials
from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.access.conftest import Closed, Guest
from web.access.limits import RATES
from web.access.rights import Limit
from web.live.events import PAUSE_SECONDS

Guests = Callable[[requests.Session], Guest]


@pytest.mark.parametrize("auth", [None, {}, {"token": ""}, {"token": "x.y.z"}, {"token": 5}, {"token": ["a"]}])
def test_without_a_token_nobody_is_let_in(closed: Closed, auth: dict[str, object] | None) -> None:
    refusals: list[dict[str, object]] = []
    client = socketio.Client(reconnection=False)
    client.on("connect_error", refusals.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(closed.url, auth=auth, transports=["websocket"])
    assert refusals == [{"message": "no-access"}]


def test_with_a_token_one_joins_and_writes(guest: Guests, closed: Closed, session: str) -> None:
    maria = guest(closed.pupil())
    assert maria.join(session)["records"] == []
    assert maria.call("send", {"id": "a", "text": "Olá"})["status"] == "accepted"
    wait_until(lambda: [record["text"] for record in maria.records()] == ["Olá"])


def test_the_token_of_a_page_opens(closed: Closed, session: str) -> None:
    page = closed.pupil().get(f"{closed.url}/s/{session}/usuario", timeout=10).text
    token = page.partition('data-token="')[2].partition('"')[0]
    maria = Guest(closed.url, {"token": token})
    assert "records" in maria.join(session)
    maria.client.disconnect()


def test_a_seat_that_somebody_holds_is_taken(guest: Guests, closed: Closed, session: str) -> None:
    maria, jose = guest(closed.pupil()), guest(closed.pupil())
    maria.join(session, "usuario")
    assert jose.join(session, "usuario")["error"]["reason"] == "role-taken"
    assert "records" in jose.join(session, "")  # looking on needs no seat
    assert jose.call("send", {"id": "b", "text": "x"})["reason"] == "bad-request"


def test_the_same_person_sits_in_two_windows(guest: Guests, closed: Closed, session: str) -> None:
    person = closed.pupil()
    assert ["records" in guest(person).join(session, "usuario") for _ in range(2)] == [True, True]


def test_a_device_is_nobodys_seat(guest: Guests, closed: Closed, session: str) -> None:
    assert guest(closed.teacher()).join(session, "lamp")["error"]["reason"] == "device-role"


@pytest.mark.parametrize(
    ("role", "reasons"), [("usuario", ["role-taken", None]), ("lamp", ["device-role", "device-role"])]
)
def test_nobody_but_the_teacher_publishes_as_somebody_else(
    guest: Guests, closed: Closed, session: str, role: str, reasons: list[str | None]
) -> None:
    guest(closed.pupil()).join(session, "usuario")
    said = {"topic": f"chat/{session}/{role}", "payload": "x", "qos": 1, "retain": False}
    people = [guest(closed.pupil()), guest(closed.teacher())]
    assert [person.call("publish", said).get("reason") for person in people] == reasons


def test_a_topic_that_is_nobodys_may_be_tried_out(guest: Guests, closed: Closed) -> None:
    said = {"topic": "chat/Not A Session/x", "payload": "x", "qos": 1, "retain": False}
    assert guest(closed.pupil()).call("publish", said)["status"] == "accepted"


def test_joining_again_in_another_case_keeps_the_seat(guest: Guests, closed: Closed, session: str) -> None:
    maria, jose = guest(closed.pupil()), guest(closed.pupil())
    maria.join(session, "usuario")
    maria.join(session, "Usuario")
    assert jose.join(session, "usuario")["error"]["reason"] == "role-taken"


def test_who_joins_without_end_has_to_wait_and_the_lab_stays_well(guest: Guests, closed: Closed, session: str) -> None:
    crowd = [guest(closed.pupil()) for _ in range(4)]
    answers: list[dict[str, object]] = []
    joins = 2 * RATES[Limit.JOIN].burst
    for n in range(joins):
        for place, maria in enumerate(crowd):
            document = {"session": session, "role": f"r{n % 2}x{place}"}
            maria.client.emit("join", document, callback=answers.append)
    wait_until(lambda: len(answers) == joins * len(crowd), seconds=60, what="every join is answered")
    assert {answer.get("reason") for answer in answers} == {None, "too-fast"}
    wait_until(lambda: requests.get(f"{closed.url}/healthz", timeout=10).status_code == 200, what="the lab is well")
    assert 0 < len(crowd[0].heard("presence")) < joins


def test_a_client_that_exceeds_a_limit_is_read_slowly(guest: Guests, closed: Closed, session: str) -> None:
    maria = guest(closed.pupil())
    answers: list[dict[str, object]] = []
    joins, begun = RATES[Limit.JOIN].burst + 20, time.monotonic()
    for _ in range(joins):
        maria.client.emit("join", {"session": session, "role": "usuario"}, callback=answers.append)
    wait_until(lambda: len(answers) == joins, seconds=60, what="every join is answered")
    refused = sum("reason" in answer for answer in answers)
    assert time.monotonic() - begun >= refused * PAUSE_SECONDS > 0


def test_who_sends_without_end_is_told_to_wait(guest: Guests, closed: Closed, session: str) -> None:
    maria = guest(closed.pupil())
    maria.join(session)
    answers = [maria.call("send", {"text": "without an id"}) for _ in range(200)]
    assert "too-fast" in {answer["reason"] for answer in answers}


def test_new_codes_end_connections_and_cookies(tmp_path_factory: pytest.TempPathFactory) -> None:
    lab = Lab(tmp_path_factory.mktemp("renewed"), settings={"LAB_ACCESS": "on"})
    data = lab.folder / "data"
    closed = Closed(lab, credentials.load_or_create(data))
    try:
        lab.start_web()
        person = closed.pupil()
        maria = Guest(closed.url, {"token": closed.token(person)})
        credentials.new_codes(data)
        wait_until(lambda: not maria.client.connected, what="the connection is ended")
        assert person.get(f"{closed.url}/api/sessions", timeout=10).status_code == 401
    finally:
        lab.stop()
