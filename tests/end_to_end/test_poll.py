"""A poll: the teacher asks, pupils and a device answer, and the result is a record."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from chat import credentials
from chat.history import History
from chat.record import Record
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_accessibility import axe, violations
from tests.end_to_end.test_closed_lab import enter, say
from tests.end_to_end.test_lesson_end import choose
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def ask(page: Page, question: str, *choices: str) -> None:
    """Open a poll from the room's menu."""
    choose(page, "Perguntar à turma…")
    page.get_by_label("Pergunta").fill(question)
    page.get_by_label("Opções, uma em cada linha").fill("\n".join(choices))
    page.get_by_role("button", name="Perguntar", exact=True).click()


def option(page: Page, name: str) -> str:
    """What the page shows of a choice."""
    return page.locator(".desk .poll-choice", has_text=name).locator(".poll-count").inner_text()


def test_pupils_and_a_device_answer_with_bars_for_all_and_the_result_is_a_record(
    whole: Lab, visitors: list[Visitor]
) -> None:
    teacher, ana = visitors[0].open(whole, "/s/aula1/prof"), visitors[1].open(whole, "/s/aula1/ana")
    say(teacher, "bom dia")
    ask(teacher, "A lâmpada acende?", "Sim", "Não")
    ana.get_by_role("button", name="Não 0 votos").click()
    ana.get_by_role("button", name="Sim 0 votos").click()
    expect(ana.get_by_role("button", name="Sim 1 voto", pressed=True)).to_be_visible()
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/botao", " não ")
    wall = visitors[1].open(whole, "/v/aula1")
    for page in (teacher, ana, wall):
        expect(page.locator(".desk .poll")).to_contain_text("2 votos")
        assert (option(page, "Sim"), option(page, "Não")) == ("1 voto", "1 voto")
    for page in (ana, wall):
        page.evaluate(axe())
        assert violations(page) == []
    teacher.get_by_role("button", name="Encerrar a votação").click()
    expect(ana.get_by_role("log").get_by_text("Resultado: A lâmpada acende?")).to_be_visible()
    expect(ana.locator(".desk .poll")).to_have_count(0)
    records = [Record.decode(line) for line in History.of(whole.logs, "aula1").all()]
    [result] = [record.data for record in records if record.event == "poll-closed"]
    assert (result["votes"], result["voters"], result["by"]) == ([1, 1], 2, "prof")


def test_who_comes_late_counts_the_votes_that_it_does_not_hold(whole: Lab, visitors: list[Visitor]) -> None:
    teacher = visitors[0].open(whole, "/s/aula1/prof")
    say(teacher, "bom dia")
    ask(teacher, "Pronto?", "Sim", "Não")
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/bia", "Sim")
        for number in range(400):
            device.publish("chat/aula1/sensor", f"linha {number}")
    wait_until(lambda: len(list(History.of(whole.logs, "aula1").all())) >= 403)
    late = visitors[1].open(whole, "/s/aula1/caio")
    expect(late.locator(".desk .poll")).to_contain_text("1 voto")
    assert option(late, "Sim") == "1 voto"


def test_a_pupil_of_a_closed_lab_asks_nothing_and_closes_nothing(lab: Lab, chromium: Browser) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    known = credentials.load(Path(lab.folder / "data"))
    people = [Visitor(chromium), Visitor(chromium)]
    teacher = enter(people[0], lab, known.teacher_code, "/s/aula1/professora")
    say(teacher, "bom dia")
    ask(teacher, "Pronto?", "Sim", "Não")
    pupil = enter(people[1], lab, known.class_code, "/s/aula1/ana")
    expect(pupil.get_by_role("button", name="Sim 0 votos")).to_be_visible()
    expect(pupil.get_by_role("button", name="Encerrar a votação")).to_have_count(0)
    pupil.locator("summary[aria-label=Menu]").click()
    expect(pupil.get_by_role("button", name="Perguntar à turma…")).to_have_count(0)
    for person in people:
        person.context.close()
