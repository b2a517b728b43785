"""A lesson of a closed lab is paused, goes on, and ends: what the teacher does, and what each window says."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from chat import credentials
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_accessibility import axe, violations
from tests.end_to_end.test_closed_lab import enter
from tests.support.services import Lab
from tests.support.waiting import wait_until


def write(page: Page, text: str) -> None:
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")


def choose(page: Page, name: str) -> None:
    """Take an entry of the room's menu."""
    page.locator("summary[aria-label=Menu]").click()
    page.get_by_role("button", name=name).click()


def test_a_lesson_is_paused_goes_on_and_ends_for_those_who_see_it_and_those_who_sleep(
    lab: Lab, chromium: Browser
) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    known = credentials.load(Path(lab.folder / "data"))
    people = [Visitor(chromium) for _ in range(3)]
    teacher = enter(people[0], lab, known.teacher_code, "/s/aula1/professora")
    awake, asleep = (
        enter(person, lab, known.class_code, f"/s/aula1/{role}")
        for person, role in zip(people[1:], ("ana", "joao"), strict=True)
    )
    write(teacher, "Bom dia")
    for page in (awake, asleep):
        expect(page.get_by_role("log").get_by_text("Bom dia")).to_be_visible()

    awake.locator("#message").fill("um rascunho")
    choose(teacher, "Pausar a conversa")
    expect(awake.get_by_text("O professor pausou a conversa").last).to_be_visible()
    expect(awake.locator("#message")).to_have_count(0)
    expect(teacher.locator("#message")).to_be_visible()
    awake.evaluate(axe())
    assert violations(awake) == []
    choose(teacher, "Continuar a conversa")
    expect(awake.locator("#message")).to_have_value("um rascunho")

    people[2].context.set_offline(True)
    write(asleep, "tarde demais")
    choose(teacher, "Encerrar a aula…")
    teacher.get_by_role("dialog").get_by_role("button", name="Arquivar").click()
    expect(awake.get_by_text("A aula terminou", exact=True)).to_be_visible()
    expect(awake.get_by_role("log").get_by_text("Bom dia")).to_be_visible()
    people[2].context.set_offline(False)
    expect(asleep.get_by_text("A aula terminou", exact=True)).to_be_visible(timeout=30_000)
    expect(asleep.get_by_role("log").get_by_text("Bom dia")).to_be_visible()
    assert not (lab.logs / "aula1").exists()

    awake.get_by_role("link", name="Ler e baixar tudo").click()
    expect(awake.get_by_role("log").get_by_text("Bom dia")).to_be_visible()
    wait_until(lambda: "/a/aula1_" in awake.url, what=lambda: awake.url)
    for person in people:
        person.context.close()
        assert person.strangers == []
