"""A closed lab in Chromium: people come in with a code, keep to their rights, and are told when they are out."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page

from chat import credentials
from chat.credentials import Credentials
from chat.history import History
from chat.record import Record
from tests.end_to_end.conftest import Visitor
from tests.support.services import Lab
from tests.support.waiting import wait_until


@pytest.fixture
def known(closed: Lab) -> Credentials:
    """Its codes as they are now."""
    return credentials.load(Path(closed.folder / "data"))


@pytest.fixture
def people(chromium: Browser) -> Iterator[list[Visitor]]:
    """Two people. No page may fail or ask another host."""
    made = [Visitor(chromium), Visitor(chromium)]
    yield made
    for person in made:
        person.context.close()
    assert [person.errors + person.strangers for person in made] == [[], []]


def enter(person: Visitor, lab: Lab, code: str, path: str) -> Page:
    """Open a page of the lab, and give the code that it asks for."""
    page = person.open(lab, path)
    page.get_by_label("Código da turma").fill(code.lower())
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(lab.url + path)
    return page


def say(page: Page, text: str) -> None:
    """Write a message, and wait until the log has it."""
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")
    page.locator("[role=log]").get_by_text(text, exact=True).wait_for()
    page.locator(".pending").wait_for(state="detached")


def test_two_pupils_come_in_and_talk(closed: Lab, known: Credentials, people: list[Visitor]) -> None:
    maria, jose = (
        enter(person, closed, known.class_code, f"/s/aula1/{role}")
        for person, role in zip(people, ("maria", "jose"), strict=True)
    )
    say(maria, "Oi, José")
    jose.locator("[role=log]").get_by_text("Oi, José", exact=True).wait_for()


def test_the_class_code_is_shown_with_the_way_in(closed: Lab, known: Credentials, people: list[Visitor]) -> None:
    page = enter(people[0], closed, known.class_code, "/s/aula1")
    page.locator(".join-code strong").wait_for()
    assert (page.locator(".join-code strong").text_content() or "").replace("-", "") == known.class_code


def test_a_board_writes_as_its_person_and_not_under_a_role_that_somebody_has(
    closed: Lab, known: Credentials, people: list[Visitor]
) -> None:
    maria, jose = (enter(person, closed, known.class_code, "/s/boards/maria/board") for person in people)
    for page in (maria, jose):
        page.get_by_text("Exemplos", exact=True).click()
        page.get_by_role("button", name="Termômetro", exact=True).click()
        page.get_by_role("button", name="Rodar", exact=True).click()
    maria.locator(".console-text").get_by_text("'temperature': 22.0").wait_for()
    jose.locator(".console-text").get_by_text("network: ").wait_for()
    records = [Record.decode(line) for line in History.of(closed.logs, "boards").all()]
    assert "thermometer" in [record.data.get("device") for record in records]
    assert {record.role for record in records} == {"maria"}


@pytest.mark.parametrize(("right", "offered"), [("class", 0), ("teacher", 1)])
def test_a_pupil_is_not_offered_what_is_the_teachers(
    closed: Lab, known: Credentials, people: list[Visitor], right: str, offered: int
) -> None:
    code = known.class_code if right == "class" else known.teacher_code
    headers = {"Authorization": f"Bearer {code}"}
    requests.post(f"{closed.url}/api/sessions", json={"session": f"of-{right}"}, headers=headers, timeout=10)
    page = enter(people[0], closed, code, "/")
    card = page.locator(".session-card", has_text=f"of-{right}")
    card.locator("summary").click()
    assert card.get_by_role("button", name="Arquivar").count() == offered
    page.goto(f"{closed.url}/s/of-{right}/somebody")
    page.locator("#message").wait_for()
    assert page.locator(".edit-replies").count() == offered


def test_a_role_that_another_has_is_told_and_not_given(closed: Lab, known: Credentials, people: list[Visitor]) -> None:
    first = enter(people[0], closed, known.class_code, "/s/aula2/usuario")
    say(first, "estou aqui")
    second = enter(people[1], closed, known.class_code, "/s/aula2/usuario")
    second.get_by_text("Outra pessoa está com este papel", exact=True).wait_for()
    assert second.locator("#message").count() == 0
    second.get_by_role("link", name="Escolher outro papel").click()
    second.wait_for_url(f"{closed.url}/s/aula2")


def test_new_codes_are_told_on_the_open_page_which_goes_on_once_one_is_in_again(
    closed: Lab, known: Credentials, people: list[Visitor]
) -> None:
    page = enter(people[0], closed, known.class_code, "/s/aula3/usuario")
    say(page, "antes")
    fresh = credentials.new_codes(closed.folder / "data")
    page.locator("#message").fill("escrita enquanto isso")
    page.locator(".access-notice").wait_for()
    page.locator("#message").press("Enter")
    page.get_by_role("link", name="Informar o código").click()
    page.get_by_text("Seu acesso terminou").wait_for()
    page.get_by_label("Código da turma").fill(fresh.class_code)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(f"{closed.url}/s/aula3/usuario")
    page.locator("[role=log]").get_by_text("escrita enquanto isso", exact=True).wait_for()
    page.locator(".pending").wait_for(state="detached")


def test_coming_in_works_without_javascript(closed: Lab, known: Credentials, chromium: Browser) -> None:
    person = Visitor(chromium, java_script_enabled=False)
    page = enter(person, closed, known.class_code, "/s/aula4/usuario/form")
    page.get_by_role("textbox").fill("sem JavaScript")
    with page.expect_navigation():  # a reload while the form's answer arrives would meet a page that is going
        page.get_by_role("button").click()

    def is_shown() -> bool:
        page.reload()
        return page.get_by_role("log").get_by_text("usuario: sem JavaScript").count() == 1

    wait_until(is_shown, what="the message is logged")
    person.context.close()


def test_a_link_with_the_code_leads_in_and_the_way_back_does_not_lead_in_again(
    closed: Lab, known: Credentials, people: list[Visitor]
) -> None:
    page = people[0].open(closed, "/static/icon.svg")
    page.goto(f"{closed.url}/enter?code={known.class_code}&next=/s/aula1")
    page.wait_for_url(f"{closed.url}/s/aula1")
    page.locator(".join-code strong").wait_for()
    page.go_back()
    page.wait_for_url(lambda url: url in (f"{closed.url}/static/icon.svg", f"{closed.url}/enter?next=%2Fs%2Faula1"))


def test_without_scripts_a_link_with_the_code_needs_one_press(
    closed: Lab, known: Credentials, chromium: Browser
) -> None:
    visitor = Visitor(chromium, java_script_enabled=False)
    page = visitor.open(closed, f"/enter?code={known.class_code}&next=/lessons/")
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(f"{closed.url}/lessons/")
    visitor.context.close()


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[int]:
    """The port of another site on this machine, with an empty page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>other</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_images_of_another_site_lock_no_pupil_out(
    closed: Lab, known: Credentials, chromium: Browser, other_site: int
) -> None:
    """600 tries by a page of another origin, which a browser on this machine gives away."""
    sent: list[str] = []
    visitor = Visitor(chromium)
    visitor.context.on("request", lambda request: sent.append(request.url))
    address = f"{closed.url}/enter?code=WRNG&n="
    page = visitor.context.new_page()
    page.goto(f"http://localhost:{other_site}/")
    page.evaluate(
        """async address => {
            const tries = Array.from({length: 600}, (_, n) => new Promise(done => {
                const image = new Image();
                image.onload = image.onerror = done;
                image.src = address + n;
            }));
            await Promise.all(tries);
        }""",
        address,
    )
    visitor.context.close()
    assert len([url for url in sent if url.startswith(address)]) == 600
    entered = requests.post(f"{closed.url}/enter", data={"code": known.class_code}, allow_redirects=False, timeout=10)
    assert entered.status_code == 303
