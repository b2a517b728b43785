"""A whole lesson of a closed lab: a teacher, fifteen pupils in their own browsers, five devices, from lobby to end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
import requests
from paho.mqtt.enums import CallbackAPIVersion
from playwright.sync_api import Browser, Page, expect

from chat import credentials
from chat.history import History
from chat.record import Record, sound_records
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_closed_lab import enter, say
from tests.end_to_end.test_lesson_end import choose
from tests.end_to_end.test_poll import ask
from tests.support.services import Lab
from tests.support.waiting import wait_until

NAMES = (
    "João da Silva",
    "Ana Souza",
    "Beatriz",
    "Pedro Álvares",
    "Maria Aparecida dos Santos",
    "Luís",
    "Zoë",
    "Caio",
    "Davi Lucas",
    "Enzo",
    "Fátima",
    "Guilherme",
    "Heloísa",
    "Íris",
    "Ana Souza",
)
DEVICES = ("sensor", "lamp", "echo", "servo", "door")


@dataclass
class Lesson:
    """Who takes part."""

    lab: Lab
    teacher: Page
    wall: Page
    pupils: list[Page]
    visitors: list[Visitor]

    def records(self) -> list[Record]:
        """What the session has in its log."""
        return list(sound_records(History.of(self.lab.logs, "aula1").all()))


def come_in(visitor: Visitor, lab: Lab, code: str, name: str) -> Page:
    """A pupil gives the code and a name."""
    page = enter(visitor, lab, code, "/s/aula1")
    page.get_by_role("textbox", name="Seu nome").fill(name)
    page.get_by_role("button", name="Entrar", exact=True).click()
    return page


@pytest.fixture
def lesson(lab: Lab, chromium: Browser) -> Iterator[Lesson]:
    """Everybody is in the lobby."""
    lab.broker_kind = "amqtt"
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    data = Path(lab.folder / "data")
    known = credentials.load(data)
    visitors = [Visitor(chromium) for _ in range(2 + len(NAMES))]
    teacher = enter(visitors[0], lab, known.teacher_code, "/s/aula1/professora")
    say(teacher, "Bom dia")
    choose(teacher, "Voltar à sala de espera")
    wall = enter(visitors[1], lab, known.teacher_code, "/v/aula1")
    for kind in DEVICES:
        lab.overrides["devices"] = {"LAB_MQTT_PASSWORD": credentials.add_device(data, kind)}
        device = lab.service("devices", kind, "--session", "aula1", "--role", kind)
        wait_until(lambda device=device, kind=kind: f"ready {kind}" in device.text(), seconds=20, what=device.text)  # type: ignore[misc]
    pupils = [come_in(visitor, lab, known.class_code, name) for visitor, name in zip(visitors[2:], NAMES, strict=True)]
    yield Lesson(lab, teacher, wall, pupils, visitors)
    for visitor in visitors:
        visitor.context.close()


def test_a_lesson_from_the_lobby_to_its_end(lesson: Lesson) -> None:
    lobby(lesson)
    talk(lesson)
    nobody_writes_as_another(lesson)
    poll(lesson)
    freeze(lesson)
    end(lesson)
    assert [visitor.strangers for visitor in lesson.visitors] == [[]] * len(lesson.visitors)
    assert [visitor.errors for visitor in lesson.visitors] == [[]] * len(lesson.visitors)


def lobby(lesson: Lesson) -> None:
    """All are on the wall by name, devices apart; nobody but the teacher writes."""
    expect(lesson.wall.get_by_role("heading", name="Já chegaram 16")).to_be_visible(timeout=30_000)
    expect(lesson.wall.locator(".lobby-names").last.locator("li")).to_have_count(len(DEVICES))
    names = lesson.wall.locator(".lobby-names").first
    for name in ("João da Silva", "Maria Aparecida dos Santos", "Íris"):
        expect(names.get_by_text(name, exact=True)).to_be_visible()
    expect(names.get_by_text("Ana Souza", exact=True)).to_have_count(2)
    for page in lesson.pupils:
        expect(page.get_by_text("A aula ainda não começou").last).to_be_visible()
        expect(page.locator("#message")).to_have_count(0)


def talk(lesson: Lesson) -> None:
    """The teacher starts; everybody says something, everybody reads it; a pupil switches the lamp."""
    lesson.wall.get_by_role("button", name="Começar a aula").click()
    for number, page in enumerate(lesson.pupils):
        page.locator("#message").fill(f"sou o número {number}")
        page.locator("#message").press("Enter")
    for page in (lesson.teacher, lesson.wall, *lesson.pupils):
        for number in range(len(lesson.pupils)):
            expect(page.get_by_role("log").get_by_text(f"sou o número {number}", exact=True)).to_be_attached(
                timeout=30_000
            )
    lesson.pupils[0].locator("#message").fill("@lamp liga")
    lesson.pupils[0].locator("#message").press("Enter")
    wait_until(lambda: any(one.role == "lamp" and one.data.get("on") is True for one in lesson.records()))
    roles = {record.role for record in lesson.records() if record.text.startswith("sou o número")}
    assert len(roles) == len(lesson.pupils)
    assert {"joao-da-silva", "ana-souza", "ana-souza-2", "iris"} <= roles


def nobody_writes_as_another(lesson: Lesson) -> None:
    """By the page, the API, the form and MQTT."""
    lab, pupil = lesson.lab, lesson.pupils[3]
    before = len(lesson.records())
    other = pupil.context.new_page()
    other.goto(f"{lab.url}/s/aula1/joao-da-silva")
    expect(other.get_by_text("Outra pessoa está com este papel").last).to_be_visible()
    other.close()
    cookies = {cookie["name"]: cookie["value"] for cookie in pupil.context.cookies()}
    headers = {"Content-Type": "application/json", "Origin": lab.url}
    for role, reason in (("joao-da-silva", "role-taken"), ("professora", "teacher-role"), ("lamp", "device-role")):
        answer = requests.post(
            f"{lab.url}/api/sessions/aula1/messages",
            data=json.dumps({"role": role, "text": "não fui eu"}),
            headers=headers,
            cookies=cookies,
            timeout=10,
        )
        assert answer.json()["reason"] == reason, answer.text
    form = requests.post(
        f"{lab.url}/s/aula1/joao-da-silva/form",
        data={"text": "não fui eu"},
        headers={"Origin": lab.url},
        cookies=cookies,
        timeout=10,
    )
    assert form.status_code >= 400
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set("sensor", lab.overrides["devices"]["LAB_MQTT_PASSWORD"])
    refused = []
    client.on_connect = lambda _client, _data, _flags, reason, _properties: refused.append(reason.is_failure)
    client.connect("127.0.0.1", lab.mqtt_port)
    client.loop_start()
    wait_until(lambda: refused)
    client.loop_stop()
    assert refused[0]  # the password of the door is not that of the sensor
    assert [record.text for record in lesson.records()[before:] if record.text] == []


def poll(lesson: Lesson) -> None:
    """Everybody votes; the bars are those of all."""
    ask(lesson.teacher, "A lâmpada acendeu?", "Sim", "Não")
    for number, page in enumerate(lesson.pupils):
        page.locator(".desk .poll-choice", has_text="Não" if number % 3 == 0 else "Sim").click()
    for page in (lesson.teacher, lesson.wall, lesson.pupils[7]):
        expect(page.locator(".desk .poll")).to_contain_text("15 votos", timeout=30_000)
        expect(page.locator(".desk .poll-choice", has_text="Sim")).to_contain_text("10 votos")
    lesson.teacher.get_by_role("button", name="Encerrar a votação").click()
    expect(lesson.pupils[2].get_by_role("log").get_by_text("Resultado: A lâmpada acendeu?")).to_be_visible()
    [result] = [record.data for record in lesson.records() if record.event == "poll-closed"]
    assert (result["votes"], result["voters"]) == ([10, 5], 15)


def freeze(lesson: Lesson) -> None:
    """Pupils are paused, devices go on."""
    choose(lesson.teacher, "Pausar a conversa")
    for page in lesson.pupils:
        expect(page.get_by_text("O professor pausou a conversa").last).to_be_visible()
    measured = sum(record.role == "sensor" for record in lesson.records())
    wait_until(lambda: sum(record.role == "sensor" for record in lesson.records()) > measured, seconds=20)
    choose(lesson.teacher, "Continuar a conversa")
    expect(lesson.pupils[1].locator("#message")).to_be_editable()


def end(lesson: Lesson) -> None:
    """Windows keep what was said and send nothing, also one that slept."""
    sleeper = lesson.pupils[5]
    sleeper.context.set_offline(True)
    sleeper.locator("#message").fill("tarde demais")
    sleeper.locator("#message").press("Enter")
    choose(lesson.teacher, "Encerrar a aula…")
    lesson.teacher.get_by_role("dialog").get_by_role("button", name="Arquivar").click()
    for page in (lesson.wall, *(page for page in lesson.pupils if page is not sleeper)):
        expect(page.get_by_text("A aula terminou", exact=True).last).to_be_visible(timeout=30_000)
    sleeper.context.set_offline(False)
    expect(sleeper.get_by_text("A aula terminou", exact=True)).to_be_visible(timeout=30_000)
    expect(sleeper.get_by_role("log").get_by_text("Resultado: A lâmpada acendeu?")).to_be_attached()
    assert not (lesson.lab.logs / "aula1").exists()
    [archived] = requests.get(
        f"{lesson.lab.url}/api/archive",
        headers={"Authorization": f"Bearer {credentials.load(Path(lesson.lab.folder / 'data')).teacher_code}"},
        timeout=10,
    ).json()["archived"]
    lines = History.archived(lesson.lab.logs, archived["name"]).all()
    assert "tarde demais" not in [record.text for record in sound_records(lines)]
