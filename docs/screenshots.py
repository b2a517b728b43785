"""Take the pictures of the READMEs from the real page: `.venv/bin/python -m docs.screenshots`.

It starts a separate lab with the demo devices, writes as two people in Chromium, and saves docs/images/*.png.
"""

import json
import math
import tempfile
from pathlib import Path

import requests
from playwright.sync_api import Browser, Page, Route, sync_playwright

from chat.credentials import load
from tests.support.browser import launch
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

IMAGES = Path(__file__).parent / "images"

WORDS = {
    "pt-BR": ("Olá! A luz está acesa?", "Vou ver.", "@lamp liga", "Obrigada! E a temperatura?"),
    "en": ("Hello! Is the light on?", "Let me see.", "@lamp on", "Thank you! And the temperature?"),
}


def say(page: Page, text: str) -> None:
    """Write a message and wait until it is logged."""
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")
    page.get_by_text(text, exact=True).last.wait_for()
    page.wait_for_timeout(400)


def take_chat_pictures(lab: Lab, browser: Browser, language: str) -> None:
    """Write as two people in one session with devices, in one language, and take the pictures."""
    session = {"pt-BR": "aula1", "en": "class1"}[language]
    devices = lab.service("devices", "demo", "--session", session)
    wait_until(lambda: devices.text().count("ready") >= 3, what="three devices are ready")
    desktop = browser.new_context(viewport={"width": 1100, "height": 760})
    phone = browser.new_context(viewport={"width": 390, "height": 760}, color_scheme="dark", device_scale_factor=2)
    one, other = desktop.new_page(), phone.new_page()
    for page, name in ((one, "Ana Souza"), (other, "João da Silva")):
        page.goto(f"{lab.url}/s/{session}?lang={language}")
        page.locator("#my-name").fill(name)
        page.locator(".name-form .btn-primary").click()
        page.locator("#message").wait_for()
    first, second, third, fourth = WORDS[language]
    for page, text in ((one, first), (other, second), (other, third), (one, fourth)):
        say(page, text)
    with probe(lab.mqtt_port) as sensor:
        sensor.publish(f"chat/{session}/sensor-1", '{"temperature":23.5,"humidity":51}')
    one.locator("summary.fold-line").last.wait_for()
    one.wait_for_timeout(500)
    one.screenshot(path=IMAGES / f"role-{language}.png")
    other.screenshot(path=IMAGES / f"phone-{language}.png")
    take_wall_pictures(browser, lab, session, language)
    take_other_pictures(one, other, lab, session, language)
    one.goto(f"{lab.url}/?lang={language}")
    one.get_by_text(session, exact=True).first.wait_for()
    one.screenshot(path=IMAGES / f"sessions-{language}.png")
    desktop.close()
    phone.close()
    devices.stop()


POLL = {
    "pt-BR": {"question": "A lâmpada acendeu?", "choices": ["Sim", "Não", "Ainda não vi"]},
    "en": {"question": "Is the lamp on?", "choices": ["Yes", "No", "I have not looked yet"]},
}


def take_wall_pictures(browser: Browser, lab: Lab, session: str, language: str) -> None:
    """What is projected: the lobby, and a poll below the conversation."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    wall = context.new_page()
    show_usual_address(wall)
    wall.goto(f"{lab.url}/v/{session}?lang={language}&part=lobby")
    wall.locator(".lobby-names").first.wait_for()
    wall.wait_for_timeout(1500)
    wall.screenshot(path=IMAGES / f"lobby-{language}.png")
    question = POLL[language]
    asked = {"event": "poll-opened", "data": question}
    requests.post(f"{lab.url}/api/sessions/{session}/events", json=asked, timeout=10).raise_for_status()
    with probe(lab.mqtt_port) as pupils:
        for number in range(14):
            pupils.publish(f"chat/{session}/aluno-{number}", str(question["choices"][number * number % 7 % 3]))
    wall.keyboard.press("c")
    wall.locator(".poll").wait_for()
    wall.wait_for_timeout(1500)
    wall.screenshot(path=IMAGES / f"poll-{language}.png")
    context.close()


def take_other_pictures(desktop: Page, phone: Page, lab: Lab, session: str, language: str) -> None:
    """The other pages of the session: on the desktop in light, on the phone in dark."""
    with probe(lab.mqtt_port) as sensor:
        for step in range(90):
            reading = {"temperature": round(23 + 2 * math.sin(step / 9), 1), "humidity": 50 + step % 7}
            sensor.publish(f"chat/{session}/sensor-1", json.dumps(reading))
    places = {
        "join": f"/s/{session}",
        "devices": f"/d/{session}",
        "wire": f"/w/{session}",
        "search": f"/search?session={session}&q=lamp",
    }
    for name, path in places.items():
        for page, size in ((desktop, ""), (phone, "-phone")):
            page.goto(f"{lab.url}{path}{'&' if '?' in path else '?'}lang={language}")
            page.get_by_role("heading").first.wait_for()
            if name == "wire":
                page.wait_for_timeout(6000)  # the sensor speaks every five seconds
                page.get_by_role("option").first.click()
            page.wait_for_timeout(1500)
            page.screenshot(path=IMAGES / f"{name}{size}-{language}.png")


BOARDS = {"pt-BR": ("Exemplos", "Termostato", "Rodar"), "en": ("Examples", "Thermostat", "Run")}


def take_board_pictures(browser: Browser, lab: Lab, language: str) -> None:
    """A board that runs: on the desktop in light, on the phone in dark."""
    examples, thermostat, run = BOARDS[language]
    phone = {"viewport": {"width": 390, "height": 760}, "color_scheme": "dark", "device_scale_factor": 2}
    for size, options in (("", {"viewport": {"width": 1100, "height": 760}}), ("-phone", phone)):
        context = browser.new_context(**options)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{lab.url}/s/boards/board-1/board?lang={language}")
        page.get_by_text(examples, exact=True).click()
        page.get_by_role("button", name=thermostat, exact=True).click()
        page.get_by_role("button", name=run, exact=True).click()
        page.get_by_role("slider").first.fill("18.5")
        page.wait_for_timeout(4000)  # the thermostat measures every three seconds
        page.screenshot(path=IMAGES / f"board{size}-{language}.png")
        context.close()


def show_usual_address(page: Page) -> None:
    """Let the lab say an address and ports as in a class, not those of this machine and this run."""
    usual: dict[str, dict[str, object]] = {
        "join": {"url": "http://192.168.0.10:8000", "host": "192.168.0.10"},
        "boards": {"host": "192.168.0.10", "port": 1883},
    }

    def answer(route: Route) -> None:
        if route.request.method != "GET":
            return route.fallback()
        response = route.fetch()
        return route.fulfill(response=response, json=response.json() | usual[route.request.url.rsplit("/", 1)[1]])

    for name in usual:
        page.route(f"**/api/{name}", answer)


def take_boards_pictures(lab: Lab, browser: Browser, language: str) -> None:
    """The teacher's page of a closed lab with the boards of a class, and a sheet of their cards."""
    desktop = browser.new_context(viewport={"width": 1100, "height": 1180})
    page = desktop.new_page()
    show_usual_address(page)
    page.goto(f"{lab.url}/boards?session=aula1&lang={language}")
    page.locator("#code").fill(load(lab.folder / "data").teacher_code)
    page.locator(".enter-form button").click()
    page.locator("#board-count").fill("40")
    page.locator(".boards-form button").click()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(1000)
    page.screenshot(path=IMAGES / f"boards-{language}.png")
    page.set_viewport_size({"width": 718, "height": 522})  # two rows of cards, without the margins of the paper
    page.emulate_media(media="print")
    page.screenshot(path=IMAGES / f"cards-{language}.png")
    desktop.close()


def main() -> None:
    """Take the pictures of every language."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lab-screenshots-") as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        for language in WORDS:
            lab = Lab(Path(folder) / language, settings={"LAB_LANG": language})
            lab.folder.mkdir()
            try:
                lab.start_broker()
                lab.start_bridge()
                lab.start_web()
                take_chat_pictures(lab, browser, language)
                take_board_pictures(browser, lab, language)
            finally:
                lab.stop()
            every_network = {"LAB_HOST": "0.0.0.0", "LAB_LANG": language}  # noqa: S104 - so that the cards have a code
            closed = Lab(Path(folder) / f"closed-{language}", settings=every_network)
            closed.folder.mkdir()
            try:
                closed.start_all()
                take_boards_pictures(closed, browser, language)
            finally:
                closed.stop()
        browser.close()


if __name__ == "__main__":
    main()
