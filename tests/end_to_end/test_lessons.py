"""The lessons in Chromium: a task is missing at first, and done once the log shows it; the teacher sees the class."""

import json
import time

import pytest
from playwright.sync_api import Page, expect

from chat.history import History
from chat.record import Record
from tests.end_to_end.conftest import Visitor
from tests.end_to_end.test_accessibility import axe, violations
from tests.support.mqtt import Probe, probe
from tests.support.services import Lab
from tests.support.waiting import wait_until
from web.lessons.catalogue import open_catalogue

THERMOMETER = {
    "device": "thermometer",
    "values": [{"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 50}],
    "commands": ["on", "off"],
}


def records(lab: Lab, session: str) -> list[Record]:
    """The log."""
    return [Record.decode(line) for line in History.of(lab.logs, session).all()]


def pings(lab: Lab, session: str) -> list[int]:
    """The `seq` of each ping."""
    return [record.seq for record in records(lab, session) if record.text == "ping"]


def play(lab: Lab, device: Probe, session: str) -> None:
    """Do every task of every lesson as ana, over MQTT."""

    def say(role: str, *payloads: object) -> None:
        for payload in payloads:
            text = payload if isinstance(payload, str) else json.dumps(payload)
            device.publish(f"chat/{session}/{role}", text)

    say("ana", "bom dia", "bom dia", {"text": "oi", "id": "ana-1"}, {"text": "tchau", "id": "ana-1"})
    say("ana", {"text": "oi", "to": "beto"}, THERMOMETER)
    for temperature in (20, 20, 20, 25, *([20] * 8)):
        say("ana", {"temperature": temperature, "humidity": 50})
        time.sleep(0.25)  # the pace is what the task is about
    for command, answer in (
        ("on", {"on": True}),
        ("off", {"on": False}),
        ("dance", {"text": "?"}),
        ("describe", THERMOMETER),
    ):
        say("beto", f"@ana {command}")
        say("ana", answer)
    for number in [*range(1, 6)] * 2:
        say("ana-run", {"n": number, "id": f"run-{number}"})
    say("ana-run", {"published": 10})
    say("caio", "oi", "ping", "ping")
    say("dora", "ping")
    wait_until(lambda: len(pings(lab, session)) == 3, what="the pings are logged")
    say("ana", *({"pong": seq} for seq in pings(lab, session)))
    spoken = {record.role for record in records(lab, session) if not record.event}
    say("ana", {"heard": len(spoken)})
    for run, numbers in (("a", (1, 3, 10)), ("b", (1, 2, *range(2, 11)))):
        say("ana", *({"run": run, "n": number, "of": 10, "qos": int(run == "b")} for number in numbers))
    say("ana", *({"run": "c", "n": number, "of": 10, "qos": 1, "id": f"c-{number}"} for number in range(1, 11)))


def tasks(page: Page) -> list[bool]:
    """Which tasks the page shows as done."""
    return [
        bool(one) for one in page.locator(".task").evaluate_all("all => all.map(e => e.classList.contains('passed'))")
    ]


@pytest.mark.parametrize("language", ["pt-BR", "en"])
def test_every_task_is_missing_and_then_done_while_one_looks(
    standing: Lab, visitors: list[Visitor], language: str
) -> None:
    session = f"licao-{language.lower()}"
    pages: list[Page] = []
    for lesson in open_catalogue(language).lessons:
        page = visitors[0].open(standing, f"/lessons/{lesson.name}?session={session}&as=ana&lang={language}")
        expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
        assert tasks(page) == [False] * len(lesson.tasks)
        for says in page.locator(".task-says").all():
            expect(says).not_to_be_empty()
        pages.append(page)
    with probe(standing.mqtt_port) as device:
        play(standing, device, session)
    for page in pages:
        page.bring_to_front()
        expect(page.locator(".task:not(.passed)")).to_have_count(0)
        page.evaluate(axe())
        assert violations(page) == []


def test_what_is_typed_in_the_conversation_passes_nothing(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/tentativa/ana")
    for text in ("bom dia", '{"temperature": 23.5}', '{"text": "oi", "id": "ana-1"}', '{"published": 10}', "@ana on"):
        page.locator("#message").fill(text)
        page.locator("#message").press("Enter")
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.get_by_role("log").locator(".line.own")).to_have_count(5)
    for lesson in open_catalogue("pt-BR").lessons:
        page.goto(f"{standing.url}/lessons/{lesson.name}?session=tentativa&as=ana")
        assert tasks(page) == [False] * len(lesson.tasks)


def test_the_teacher_sees_how_far_everybody_is(standing: Lab, visitors: list[Visitor]) -> None:
    panel = visitors[0].open(standing, "/lessons/publish/class?session=painel")
    expect(panel.get_by_text("Ninguém publicou nada")).to_be_visible()
    with probe(standing.mqtt_port) as device:
        device.publish("chat/painel/ana", "oi")
        device.publish("chat/painel/beto", '{"text": "oi", "id": "k3v97abcdefgh012"}')
    ana = panel.get_by_role("row", name="ana")
    expect(ana.locator("td.passed")).to_have_count(1)
    expect(panel.get_by_role("row", name="beto").locator("td").first).to_contain_text("O que você escreve na conversa")
    panel.evaluate(axe())
    assert violations(panel) == []
    with panel.expect_download() as saved:
        panel.get_by_role("link", name="Salvar como tabela").click()
    assert saved.value.path().read_text(encoding="utf-8-sig").splitlines() == [
        "role,name,plain,with-id,value,addressed",
        "ana,ana,1,0,0,0",
        "beto,beto,0,0,0,0",
    ]


def test_who_only_reads_is_asked_where_to_do_it(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/lessons/")
    page.get_by_role("link", name="Publicar à mão").click()
    page.get_by_label("Sessão").fill("aula1")
    page.get_by_label("Seu papel").fill("ana")
    page.get_by_role("button", name="Começar").click()
    page.wait_for_url("**/lessons/publish?session=aula1&as=ana")
    expect(page.locator(".task-says").first).to_contain_text("Ainda não há nada seu no log")
    page.get_by_role("link", name="pacotes MQTT").click()
