"""The teacher's tools on a message: pin, mute, remove; and what everybody sees of it."""

from pathlib import Path

import requests
from playwright.sync_api import Browser, Locator, Page, expect

from chat import credentials
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_accessibility import axe, violations
from tests.end_to_end.test_closed_lab import enter, say
from tests.support.services import Lab


def line(page: Page, text: str) -> Locator:
    """The line of a message."""
    return page.get_by_role("log").locator("[data-seq]", has_text=text)


def choose(page: Page, text: str, *names: str) -> None:
    """Open a message's menu, and take these entries, one after the other."""
    line(page, text).hover()
    line(page, text).get_by_role("button", name="Sobre esta mensagem").click()
    for name in names:
        page.locator(".message-menu").get_by_role("button", name=name).click()


def test_a_removed_message_is_hidden_for_all_and_stays_in_the_log(whole: Lab, visitors: list[Visitor]) -> None:
    teacher, pupil = (
        person.open(whole, f"/s/aula1/{role}") for person, role in zip(visitors, ("prof", "ana"), strict=True)
    )
    say(pupil, "uma bobagem")
    choose(teacher, "uma bobagem", "Remover…", "Sim, remover para todos")
    for page in (teacher, pupil):
        expect(line(page, "Uma mensagem de ana foi removida")).to_be_visible()
        expect(page.get_by_role("log").get_by_text("uma bobagem")).to_have_count(0)
    look = visitors[1].open(whole, "/v/aula1")
    expect(line(look, "Uma mensagem de ana foi removida")).to_be_visible()
    assert "bobagem" in requests.get(f"{whole.url}/api/sessions/aula1/log", timeout=10).text
    for query in ("format=txt", "format=csv", "format=csv&lang=pt-BR"):
        assert "bobagem" not in requests.get(f"{whole.url}/api/sessions/aula1/log?{query}", timeout=10).text
    for path in ("/api/search?q=bobagem", "/api/sessions", "/s/aula1/beto/form"):
        assert "bobagem" not in requests.get(whole.url + path, timeout=10).text, path
    requests.post(f"{whole.url}/api/sessions/aula1/archive", json={}, timeout=10)
    name = requests.get(f"{whole.url}/api/archive", timeout=10).json()["archived"][0]["name"]
    archived = visitors[0].open(whole, f"/a/{name}")
    expect(line(archived, "Uma mensagem de ana foi removida")).to_be_visible()


def test_a_pinned_message_stands_above_all_until_it_is_taken_down(whole: Lab, visitors: list[Visitor]) -> None:
    teacher, pupil = (
        person.open(whole, f"/s/aula1/{role}") for person, role in zip(visitors, ("prof", "ana"), strict=True)
    )
    say(teacher, "A tarefa de hoje")
    choose(teacher, "A tarefa de hoje", "Fixar acima da conversa")
    for page in (teacher, pupil):
        expect(page.get_by_role("note", name="Mensagem fixada")).to_contain_text("A tarefa de hoje")
    pupil.reload()
    expect(pupil.get_by_role("note", name="Mensagem fixada")).to_contain_text("A tarefa de hoje")
    teacher.get_by_role("note", name="Mensagem fixada").get_by_role("button", name="Desafixar").click()
    expect(pupil.get_by_role("note", name="Mensagem fixada")).to_have_count(0)


def test_in_a_closed_lab_the_teacher_mutes_and_a_pupil_may_do_none_of_it(lab: Lab, chromium: Browser) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    known = credentials.load(Path(lab.folder / "data"))
    people = [Visitor(chromium), Visitor(chromium)]
    teacher = enter(people[0], lab, known.teacher_code, "/s/aula1/professora")
    pupil = enter(people[1], lab, known.class_code, "/s/aula1/ana")
    say(pupil, "blá blá")
    choose(pupil, "blá blá")
    pupil.evaluate(axe())
    assert violations(pupil) == []
    entries = ["👍", "✅", "❓", "😄", "❤️", "Responder", "Copiar o texto"]
    expect(pupil.locator(".message-menu button")).to_have_text(entries)
    choose(teacher, "blá blá", "Silenciar ana")
    expect(pupil.get_by_text("O professor silenciou você").first).to_be_visible()
    expect(pupil.locator("#message")).to_have_count(0)
    teacher.locator("summary[aria-label=Menu]").click()
    teacher.get_by_role("button", name="Deixar ana escrever de novo").click()
    expect(pupil.locator("#message")).to_be_editable()
    for person in people:
        person.context.close()


def test_the_menu_is_reached_and_left_by_the_keyboard(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/ana")
    say(page, "olá")
    line(page, "olá").locator("a.permalink").focus()
    page.keyboard.press("m")
    expect(page.locator(".message-menu button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".message-menu")).to_have_count(0)
    expect(line(page, "olá").locator("a.permalink")).to_be_focused()
