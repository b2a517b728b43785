"""The pages of the lab and their states, each with the way there: for what looks at all of them.

The ways use neither language, so that a state is the same in both. `furnish` makes what they show.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import BrowserContext, Page

from chat import credentials
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

DESCRIBED = json.dumps(
    {
        "device": "room",
        "values": [
            {"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 30},
            {"key": "open", "kind": "boolean"},
            {"key": "note", "kind": "text"},
            {"key": "place", "kind": "place"},
            {"key": "later", "kind": "number", "least": 0, "greatest": 1},
        ],
        "commands": [
            {"word": "on", "kind": "switch", "off": "off", "key": "on"},
            {"word": "start", "kind": "switch", "off": "stop", "key": "running"},
            {"word": "set", "kind": "slider", "least": 5, "greatest": 30, "step": 0.5, "unit": "°C", "key": "target"},
            {"word": "turn", "kind": "slider", "least": 0, "greatest": 180},
            {"word": "mode", "kind": "choice", "choices": ["auto", "eco"], "key": "mode"},
            {"word": "play", "kind": "choice", "choices": ["one", "two", "three", "four", "five"], "key": "song"},
            {"word": "say", "kind": "text"},
            {"word": "press", "kind": "button"},
        ],
    }
)
"""A device with every kind of value and of command."""

CODE = "```\nfrom machine import Pin\nled = Pin(2, Pin.OUT)\nled.on()\n```"


@dataclass(frozen=True, slots=True)
class Labs:
    """An open lab and a closed one, furnished."""

    open: Lab
    closed: Lab
    archived: str
    """The name of the open lab's archived session."""


@dataclass(frozen=True, slots=True)
class State:
    """What somebody sees. `role`: of whom, in a closed lab; empty in the open one."""

    name: str
    path: str
    shows: str
    """A selector of what must be there before the page is judged."""
    role: str = ""
    act: Callable[[Page], None] = lambda _page: None
    """What one does on the page once it stands."""


def furnish(opened: Lab, closed: Lab) -> Labs:
    """Fill both labs, which run."""
    with probe(opened.mqtt_port) as person:
        _talk(person.publish)
        person.publish("chat/past/ana", "ok")
        person.publish("chat/poll/ana", "ok")
    sessions = f"{opened.url}/api/sessions"
    wait_until(lambda: len(requests.get(sessions, timeout=5).json()["sessions"]) == 3, what="all are logged")
    _ask(opened, "aula1", "name-set", role="ana", name="Ana Souza")
    _ask(opened, "aula1", "message-pinned", seq=1)
    _ask(opened, "aula1", "message-removed", seq=3)
    _ask(opened, "poll", "poll-opened", question="On?", choices=["Sim", "Não"])
    rule = {"name": "hot", "role": "room-1", "key": "temperature", "operator": ">", "value": 30, "say": "on"}
    _ask(opened, "aula1", "rules-changed", rules=[rule])
    requests.put(f"{sessions}/aula1/replies", json={"replies": ["Sim", "Não"]}, timeout=10).raise_for_status()
    requests.post(f"{sessions}/past/archive", timeout=10).raise_for_status()
    archived = requests.get(f"{opened.url}/api/archive", timeout=5).json()["archived"][0]["name"]
    return Labs(opened, closed, str(archived))


def _talk(publish: Callable[..., None]) -> None:
    publish("chat/aula1/ana", json.dumps({"text": "Olá, tudo ok? https://example.org/", "id": "a1"}))
    publish("chat/aula1/beto", json.dumps({"text": "Tudo! E a lâmpada?", "id": "b1", "re": 1, "to": "ana"}))
    publish("chat/aula1/beto", json.dumps({"text": "bobagem", "id": "b2"}))
    publish("chat/aula1/ana", json.dumps({"re": 2, "reaction": "👍", "id": "a2"}))
    publish("chat/aula1/ana", json.dumps({"text": CODE, "id": "a3"}))
    publish("chat/aula1/sensor-1", '{"temperature": 23.5, "nested": {"a": [1, 2]}}')
    publish("chat/aula1/sensor-1", '{"temperature": 24.5, "humidity": 51}')
    publish("chat/aula1/board", "{'t': 23.5}")
    publish("chat/aula1/lamp", '{"device": "lamp", "commands": ["on", "off"], "on": true}')
    for role in ("room-1", "room-2"):
        publish(f"chat/aula1/{role}", DESCRIBED)
        for step in range(3):
            told = {"temperature": 29 + step, "open": True, "note": "ok", "on": True, "target": 21, "mode": "eco"}
            place = {"lat": -23.5 + step / 1000, "lon": -46.6 + step / 500}
            publish(f"chat/aula1/{role}", json.dumps({**told, "place": place}))
    publish("status/aula1/room-2", "offline", retain=True)
    publish("status/aula1/lamp", "online", retain=True)
    publish("chat/aula1/beto", b"\xff\x00\x01")


def _ask(lab: Lab, session: str, event: str, **data: Any) -> None:
    answer = requests.post(f"{lab.url}/api/sessions/{session}/events", json={"event": event, "data": data}, timeout=10)
    answer.raise_for_status()


def _click(*selectors: str) -> Callable[[Page], None]:
    """Click one after the other."""

    def act(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()

    return act


def _message_menu(page: Page) -> None:
    page.locator("[data-seq='1'] .more").click(force=True)
    page.locator(".message-menu").wait_for()


def _reply(page: Page) -> None:
    _message_menu(page)
    page.locator(".message-menu > button").first.click()
    page.locator(".replying").wait_for()


def _mention(page: Page) -> None:
    page.locator("#message").fill("")  # what was begun before is kept
    page.locator("#message").press_sequentially("@")
    page.locator(".offers").wait_for()


def _offline(page: Page) -> None:
    page.context.set_offline(offline=True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.locator("#message").fill("1, 2, 3")
    page.locator("#message").press("Enter")
    page.locator(".pending").first.wait_for()  # one of an earlier look may wait, too
    page.locator(".banner").wait_for()


def _rule(page: Page) -> None:
    _click(".rules > .btn, .rules .btn-tool")(page)
    page.locator(".rules form").wait_for()
    page.evaluate("scrollTo(0, 0)")  # else a button may be half below the bar that stays at the top


def _packet(page: Page) -> None:
    if page.locator("details.wire-fold:not([open])").count() > 0:
        page.locator("details.wire-fold summary").first.click()
    page.locator(".example").first.click()
    page.locator(".wire-side form .btn-primary").first.click()
    page.get_by_role("option").first.click()
    page.locator(".message-path").wait_for()


def _refusals(page: Page) -> None:
    if page.locator("details.wire-fold:not([open])").count() > 0:
        page.locator("details.wire-fold summary").first.click()
    for place in (3, 5):  # a bad topic, a reserved role
        page.locator(".example").nth(place).click()
        page.locator(".wire-side form .btn-primary").first.click()
    page.locator(".refusal summary").click()


def _wrong_code(page: Page) -> None:
    page.locator("#code").fill("AAAA-AAAA")
    page.locator(".enter-form .btn-primary").click()
    page.locator(".enter-problem").wait_for()


def _too_large(page: Page) -> None:
    page.locator("#text").fill("x" * 70_000)
    page.locator(".lesson-form .btn-primary").click()
    page.locator("#problem").wait_for()


STATES = (
    State("home", "/", ".session-card h3"),
    State("home-menu", "/", ".session-card h3", act=_click(".session-card .menu summary")),
    State("home-archive", "/", ".session-card h3", act=_click("details.archive > summary")),
    State(
        "home-delete", "/", ".session-card h3", act=_click(".session-card .menu summary", ".menu[open] .menu-danger")
    ),
    State("session", "/s/aula1", ".snippet pre"),
    State("session-over", "/s/past", ".btn-large"),
    State("room", "/s/aula1/ana", ".reaction"),
    State("room-menu", "/s/aula1/ana", ".reaction", act=_click(".head-ways summary")),
    State("room-message-menu", "/s/aula1/beto", ".reaction", act=_message_menu),
    State("room-reply", "/s/aula1/beto", ".reaction", act=_reply),
    State("room-mention", "/s/aula1/ana", ".reaction", act=_mention),
    State("room-fold", "/s/aula1/ana", ".reaction", act=_click("summary.fold-line")),
    State("room-replies", "/s/aula1/ana", ".reaction", act=_click(".edit-replies")),
    State("room-poll", "/s/poll/ana", ".poll"),
    State("room-offline", "/s/poll/beto", "#message", act=_offline),
    State("room-empty", "/s/new/ana", ".empty"),
    State("form", "/s/aula1/ana/form", "h1"),
    State("lobby", "/v/aula1?part=lobby", ".lobby"),
    State("projector", "/v/aula1?part=talk", ".reaction"),
    State("projector-poll", "/v/poll?part=talk", ".poll"),
    State("projector-chart", "/d/aula1?projector", ".chart-panel"),
    State("projector-wire", "/w/aula1?projector", "h1"),
    State("devices", "/d/aula1", ".device-card .walk-path"),
    State("devices-menu", "/d/aula1", ".device-card .walk-path", act=_click(".device-head .menu summary")),
    State("devices-rule", "/d/aula1", ".rules", act=_rule),
    State("devices-empty", "/d/new", ".empty"),
    State("wire", "/w/aula1", "h1"),
    State("wire-packet", "/w/aula1", ".wire-state.watching", act=_packet),
    State("faults", "/f/aula1", ".fault-choose"),
    State("search", "/search", "h1"),
    State("search-found", "/search?q=ok", ".hit"),
    State("search-nothing", "/search?q=zzz", ".empty"),
    State("boards", "/boards", ".boards-form"),
    State("board", "/s/aula1/board-1/board", ".cm-content"),
    State("flash", "/flash", "#firmware-file"),
    State("archived", "/a/<archived>", "[role=log] .line"),
    State("lessons", "/lessons/", "h1"),
    State("lesson", "/lessons/publish?session=aula1&as=ana", ".task.passed, .task"),
    State("lesson-where", "/lessons/publish", ".lesson-form"),
    State("lesson-class", "/lessons/publish/class?session=aula1", ".class-panel td"),
    State("lesson-1", "/lessons/1/usuario", "h1"),
    State("lesson-2", "/lessons/2/usuario", "h1"),
    State("error", "/there-is-no-such-page", "h1"),
    State("error-name", "/s/Not%20A%20Name", "h1"),
    State("error-method", "/leave", "h1"),
    State("form-refused", "/s/aula1/ana/form", "#text", act=_too_large),
    State("lesson-refused", "/lessons/2/atendente", "#text", act=_too_large),
    State("closed-enter", "/enter", "#code", role="nobody"),
    State("closed-wrong", "/enter", "#code", role="nobody", act=_wrong_code),
    State("closed-in", "/enter", "#code", role="pupil"),
    State("closed-teacher", "/s/aula1", ".snippet pre", role="teacher"),
    State("closed-lobby", "/v/aula1?part=lobby", ".lobby", role="teacher"),
    State("closed-waiting", "/s/aula1/maria", ".locked-composer", role="pupil"),
    State("closed-frozen", "/s/frozen/maria", ".locked-composer", role="pupil"),
    State("closed-muted", "/s/muted/maria", ".locked-composer", role="pupil"),
    State("closed-taken", "/s/open/joana", ".locked-composer", role="pupil"),
    State("closed-boards", "/boards", ".boards-form", role="teacher"),
    State("closed-refused", "/boards", "h1", role="pupil"),
    State("wire-refusals", "/w/aula1", ".wire-state.watching", act=_refusals),
)


def enter(context: BrowserContext, lab: Lab, role: str) -> None:
    """Come into a closed lab with the code of a role; the teacher sets the phases that pupils then see."""
    known = credentials.load(Path(lab.folder / "data"))
    page = context.new_page()
    page.goto(f"{lab.url}/enter")
    page.locator("#code").fill(known.teacher_code if role == "teacher" else known.class_code)
    page.locator(".enter-form .btn-primary").click()
    page.wait_for_url(f"{lab.url}/")
    if role == "teacher":
        page.evaluate(
            """async () => {
                const token = document.querySelector("main").dataset.token;
                const ask = (path, body) => fetch(path, { method: "POST", body: JSON.stringify(body),
                    headers: { "Content-Type": "application/json", ...(token ? { "X-Lab-Token": token } : {}) } });
                for (const session of ["aula1", "frozen", "muted", "open"]) await ask("/api/sessions", { session });
                const event = (session, event, data) => ask(`/api/sessions/${session}/events`, { event, data });
                await fetch("/api/sessions/open/seats/joana", { method: "DELETE",
                    headers: token ? { "X-Lab-Token": token } : {} });
                await event("aula1", "phase-changed", { phase: "lobby" });
                await event("frozen", "phase-changed", { phase: "frozen" });
                await event("muted", "role-muted", { role: "maria" });
            }"""
        )
        page.goto(f"{lab.url}/s/open/joana")  # stays: somebody has this role
        page.locator("#message").wait_for()
    else:
        page.close()


def reach(context: BrowserContext, labs: Labs, state: State, language: str) -> Page:
    """Open a page in a state."""
    lab = labs.closed if state.role else labs.open
    path = state.path.replace("<archived>", labs.archived)
    page = context.new_page()
    page.goto(f"{lab.url}{path}{'&' if '?' in path else '?'}lang={language}")
    page.locator(state.shows).first.wait_for()
    state.act(page)
    return page
