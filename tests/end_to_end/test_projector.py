"""What is projected: the lobby, the conversation, and the lesson from its start to its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chat import credentials
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_accessibility import axe, violations
from tests.end_to_end.test_closed_lab import enter, say
from tests.end_to_end.test_devices_controls import start_device
from tests.end_to_end.test_lesson_end import choose
from tests.support.mqtt import probe
from tests.support.services import Lab

WALL = {"width": 1920, "height": 1080}


@pytest.fixture
def wall(lab: Lab, chromium: Browser) -> Iterator[tuple[Page, Page, Page]]:
    """A closed lab: the teacher's window, a projector with the teacher's rights, and a pupil who has come in."""
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    known = credentials.load(Path(lab.folder / "data"))
    people = [Visitor(chromium), Visitor(chromium, viewport=WALL), Visitor(chromium)]
    teacher = enter(people[0], lab, known.teacher_code, "/s/aula1/professora")
    say(teacher, "Bom dia")
    projector = enter(people[1], lab, known.teacher_code, "/v/aula1")
    pupil = enter(people[2], lab, known.class_code, "/s/aula1")
    pupil.get_by_role("textbox", name="Seu nome").fill("João da Silva")
    pupil.get_by_role("button", name="Entrar", exact=True).click()
    yield teacher, projector, pupil
    for person in people:
        person.context.close()
        assert (person.errors, person.strangers) == ([], [])


def no_violations(page: Page) -> None:
    page.evaluate(axe())
    assert violations(page) == []


def test_the_lobby_shows_who_comes_and_the_start_turns_to_the_conversation(wall: tuple[Page, Page, Page]) -> None:
    teacher, projector, pupil = wall
    choose(teacher, "Voltar à sala de espera")
    expect(projector.get_by_role("heading", name="Já chegaram 2")).to_be_visible()
    expect(projector.locator(".lobby-names")).to_contain_text("João da Silva")
    size = projector.locator(".lobby-names li", has_text="João da Silva").evaluate(
        "li => getComputedStyle(li).fontSize"
    )
    assert float(size.removesuffix("px")) >= 30
    expect(pupil.get_by_text("A aula ainda não começou").last).to_be_visible()
    expect(pupil.locator("#message")).to_have_count(0)
    no_violations(projector)
    projector.get_by_role("button", name="Começar a aula").click()
    expect(pupil.locator("#message")).to_be_editable()
    expect(projector.get_by_role("log").get_by_text("Bom dia")).to_be_visible()
    say(pupil, "cheguei")
    expect(projector.get_by_role("log").get_by_text("cheguei")).to_be_visible()
    no_violations(projector)


def test_a_device_is_none_of_the_people_however_long_ago_it_said_what_it_is(
    whole: Lab, visitors: list[Visitor]
) -> None:
    start_device(whole, "lamp")
    with probe(whole.mqtt_port, "log/aula1") as sensor:
        for number in range(300):
            sensor.publish("chat/aula1/sensor", f'{{"t":{number}}}')
        sensor.wait_for_records("aula1", 300)
    visitors[0].open(whole, "/s/aula1/ana").locator("#message").wait_for()
    wall = visitors[1].open(whole, "/v/aula1?part=lobby")
    expect(wall.get_by_role("heading", name="Já chegaram 1")).to_be_visible()
    expect(wall.locator(".lobby-names").last).to_have_text("Llamp")


def test_keys_turn_from_part_to_part(wall: tuple[Page, Page, Page]) -> None:
    _, projector, _ = wall
    expect(projector.get_by_role("log")).to_be_visible()
    projector.keyboard.press("l")
    expect(projector.get_by_role("heading", name="Já chegaram")).to_be_visible()
    projector.keyboard.press("g")
    projector.wait_for_url("**/d/aula1?projector")
    expect(projector.get_by_role("navigation", name="O que se projeta")).to_be_visible()
    projector.keyboard.press("w")
    projector.wait_for_url("**/w/aula1?projector")
    expect(projector.get_by_role("navigation", name="O que se projeta")).to_be_visible()
    no_violations(projector)
    projector.keyboard.press("c")
    projector.wait_for_url("**/v/aula1?part=talk")
    expect(projector.get_by_role("log")).to_be_visible()


def test_the_end_of_the_lesson_is_on_the_wall(wall: tuple[Page, Page, Page]) -> None:
    teacher, projector, _ = wall
    choose(teacher, "Encerrar a aula…")
    teacher.get_by_role("dialog").get_by_role("button", name="Arquivar").click()
    expect(projector.get_by_text("A aula terminou", exact=True)).to_be_visible()
    expect(projector.get_by_role("log").get_by_text("Bom dia")).to_be_visible()


def test_a_pupil_may_look_and_not_start(wall: tuple[Page, Page, Page]) -> None:
    teacher, _, pupil = wall
    choose(teacher, "Voltar à sala de espera")
    pupil.goto(pupil.url.partition("/s/")[0] + "/v/aula1")
    expect(pupil.get_by_role("heading", name="Já chegaram")).to_be_visible()
    expect(pupil.get_by_role("button", name="Começar a aula")).to_have_count(0)
