"""In a closed lab a name is one person's for the lesson."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from chat import credentials
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_accessibility import axe, violations
from tests.end_to_end.test_closed_lab import enter, say
from tests.support.services import Lab


def test_nobody_else_takes_a_pupils_name_also_after_a_restart_until_the_teacher_frees_it(
    lab: Lab, chromium: Browser
) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    known = credentials.load(Path(lab.folder / "data"))
    ana, other, teacher = (Visitor(chromium) for _ in range(3))
    say(enter(ana, lab, known.class_code, "/s/aula1/ana"), "sou a Ana")
    ana.context.pages[0].close()
    lab.services["web"].kill()
    lab.start_web()
    page = enter(other, lab, known.class_code, "/s/aula1/ana")
    expect(page.get_by_text("Outra pessoa está com este papel").last).to_be_visible()
    expect(page.locator("#message")).to_have_count(0)

    seats = enter(teacher, lab, known.teacher_code, "/s/aula1")
    seats.get_by_text("Liberar um lugar…").click()
    seats.locator(".free-seats").get_by_role("button", name="ana").click()
    expect(seats.get_by_text("ana está livre")).to_be_visible()
    seats.evaluate(axe())
    assert violations(seats) == []
    expect(page.locator("#message")).to_be_editable(timeout=60_000)
    say(page, "agora sou eu")
    back = ana.open(lab, "/s/aula1/ana")
    expect(back.get_by_text("Outra pessoa está com este papel").last).to_be_visible()
    for person in (ana, other, teacher):
        person.context.close()
