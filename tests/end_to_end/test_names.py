"""Who is who: names with accents and spaces, and the roles that are made of them."""

from pathlib import Path

import requests
from playwright.sync_api import Browser, Page, expect

from chat import credentials
from chat.history import History
from chat.record import Record
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_closed_lab import enter, say
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def come_in(page: Page, name: str) -> None:
    """Give a name on the page of the session, and enter."""
    page.get_by_role("textbox", name="Seu nome").fill(name)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.locator("#message").wait_for()


def said(lab: Lab, session: str) -> list[Record]:
    """The log."""
    return [Record.decode(line) for line in History.of(lab.logs, session).all()]


def names(lab: Lab) -> list[dict[str, str]]:
    """The names that the log tells."""
    return [dict(record.data) for record in said(lab, "aula1") if record.event == "name-set"]


def test_a_person_is_shown_by_name_and_has_a_role_that_topics_can_carry(whole: Lab, visitors: list[Visitor]) -> None:
    joao = visitors[0].open(whole, "/s/aula1")
    come_in(joao, "João da Silva")
    assert joao.url == f"{whole.url}/s/aula1/joao-da-silva"
    say(joao, "bom dia")
    ana = visitors[1].open(whole, "/s/aula1/ana")
    expect(ana.get_by_role("log").locator(".name", has_text="João da Silva")).to_be_visible()
    expect(ana.get_by_role("button", name="João da Silva")).to_be_visible()
    ana.locator("#message").press_sequentially("@joão")
    ana.get_by_role("option", name="João da Silva").click()
    expect(ana.locator("#message")).to_have_value("@joao-da-silva ")
    assert names(whole) == [{"role": "joao-da-silva", "name": "João da Silva"}]


def test_a_second_person_of_a_name_gets_a_number(whole: Lab, visitors: list[Visitor]) -> None:
    come_in(visitors[0].open(whole, "/s/aula1"), "Ana")
    page = visitors[1].open(whole, "/s/aula1")
    expect(page.locator(".present-one", has_text="ana")).to_be_visible()
    come_in(page, "Ana")
    assert page.url.endswith("/s/aula1/ana-2")


def test_a_person_goes_on_with_the_role_of_before(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1")
    come_in(page, "Zoë Ávila")
    say(page, "oi")
    wait_until(lambda: names(whole), what="the name is in the log")
    page.goto(f"{whole.url}/s/aula1")
    page.get_by_role("link", name="Continuar como Zoë Ávila").click()
    page.wait_for_url("**/s/aula1/zoe-avila")


def test_a_name_without_latin_letters_needs_a_role(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1")
    page.get_by_role("textbox", name="Seu nome").fill("李雷")
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_text("Escreva também um papel")).to_be_visible()
    page.get_by_role("textbox", name="Seu papel").fill("lilei")
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url("**/s/aula1/lilei")


def test_a_mention_in_capital_letters_is_one(whole: Lab, visitors: list[Visitor]) -> None:
    ana = visitors[0].open(whole, "/s/aula1/ana")
    beto = visitors[1].open(whole, "/s/aula1/beto")
    beto.locator("#message").fill("olha isto, @ANA")
    beto.locator("#message").press("Enter")
    expect(ana.locator(".line.for-me", has_text="olha isto")).to_be_visible()


def test_only_the_teacher_sees_a_badge_and_can_leave(lab: Lab, chromium: Browser) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    known = credentials.load(Path(lab.folder / "data"))
    people = [Visitor(chromium), Visitor(chromium)]
    teacher = enter(people[0], lab, known.teacher_code, "/s/aula1/professora")
    pupil = enter(people[1], lab, known.class_code, "/s/aula1/ana")
    say(pupil, "oi")
    expect(pupil.locator(".teacher-badge")).to_have_count(0)
    teacher.locator(".room-head .teacher-badge").click()
    teacher.get_by_role("button", name="Sair, em um computador que outros usam").click()
    teacher.goto(f"{lab.url}/s/aula1/professora")
    expect(teacher.get_by_label("Código da turma")).to_be_visible()
    for person in people:
        person.context.close()


def test_the_page_of_a_session_that_is_over_says_so_and_begins_it_again(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/ana")
    say(page, "fim")
    page.request.post(
        f"{whole.url}/api/sessions/aula1/archive", data="{}", headers={"Content-Type": "application/json"}
    )
    page.goto(f"{whole.url}/s/aula1")
    expect(page.get_by_role("heading", name="A aula terminou")).to_be_visible()
    expect(page.get_by_role("link", name="Ler e baixar tudo")).to_be_visible()
    page.get_by_role("button", name="Começar de novo").click()
    expect(page.get_by_role("textbox", name="Seu nome")).to_be_visible()


def test_a_mention_is_heard_by_who_wants_to_hear_it(whole: Lab, visitors: list[Visitor]) -> None:
    visitors[0].context.add_init_script(
        "window.sounds = 0; const Real = AudioContext;"
        "window.AudioContext = class extends Real { constructor() { super(); window.sounds += 1; } };"
    )
    ana = visitors[0].open(whole, "/s/aula1/ana")
    beto = visitors[1].open(whole, "/s/aula1/beto")
    say(beto, "oi @ana, sem som")
    expect(ana.locator(".line.for-me", has_text="sem som")).to_be_visible()
    assert ana.evaluate("sounds") == 0
    ana.locator("summary[aria-label=Menu]").click()
    ana.get_by_role("button", name="Som quando me mencionam").click()
    assert ana.evaluate("sounds") == 1  # a trial
    say(beto, "para ninguém")
    say(beto, "oi @ana, com som")
    wait_until(lambda: ana.evaluate("sounds") == 2, what="the mention is heard")


def test_names_stand_wherever_a_person_is_shown(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/nomes")
    come_in(page, "João da Silva")
    say(page, "achado na busca")
    home = visitors[1].open(standing, "/")
    card = home.locator(".session-card", has_text="nomes")
    expect(card.locator(".role-badge")).to_have_text("João da Silva")
    expect(card.locator(".faces")).to_contain_text("João da Silva")
    search = visitors[1].open(standing, "/search?q=achado")
    expect(search.locator(".hit .role-badge")).to_have_text("João da Silva")
    requests.post(
        f"{standing.url}/api/sessions/nomes/messages",
        json={"role": "joao-da-silva", "data": {"temperature": 20}},
        timeout=10,
    ).raise_for_status()
    expect(page.locator(".fold-who")).to_contain_text("João da Silva: 1 leitura")
    devices = visitors[1].open(standing, "/d/nomes")
    expect(devices.get_by_role("heading", name="João da Silva")).to_be_visible()


def test_the_pages_of_a_session_lead_back_to_the_own_window(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/volta/ana")
    say(page, "agulha")
    for way in ("Dispositivos", "Pacotes MQTT", "Buscar"):
        page.get_by_role("link", name=way).first.click()
        page.get_by_role("main").get_by_role("link", name="volta").click()
        page.wait_for_url("**/s/volta/ana")
    page.goto(f"{standing.url}/search?session=volta&as=ana&q=agulha")
    page.locator("a.hit").click()
    page.wait_for_url("**/s/volta/ana#1")


def test_the_other_language_keeps_the_role_and_the_search(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/search?session=volta&as=ana")
    page.get_by_role("searchbox").fill("palha")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("searchbox")).to_have_value("palha")
    page.get_by_role("link", name="volta").click()
    page.wait_for_url("**/s/volta/ana")


def test_who_comes_from_the_own_window_gives_commands_without_being_asked(
    standing: Lab, visitors: list[Visitor]
) -> None:
    with probe(standing.mqtt_port) as lamp:
        lamp.publish("chat/luz/lamp", '{"device":"lamp","commands":["ring"]}')
        page = visitors[0].open(standing, "/d/luz?as=ana")
        page.get_by_role("button", name="ring").click()
        wait_until(lambda: [one for one in said(standing, "luz") if one.text == "ring"], what="the command is logged")
    [command] = [one for one in said(standing, "luz") if one.text == "ring"]
    assert (command.role, command.to) == ("ana", "lamp")
