"""The board in the page, in a real browser: MicroPython in a worker, the drawn parts, and the lab as its network.

Each program runs twice: where page and worker share memory (loopback is a secure context), and over plain HTTP on a
name that is none, as on `http://<LAN address>`, where mail passes through the lab.
"""

from collections.abc import Iterator
from itertools import count

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from chat.history import History
from chat.record import Record
from tests.end_to_end.test_accessibility import LOOKS, axe, look, violations
from tests.support.browser import launch_type
from tests.support.services import Lab
from tests.support.waiting import wait_until

PLAIN_HOST = "board.test"
SESSIONS = (f"board-{number}" for number in count(1))


STOP_MS = 30_000
"""Within which a program that never ends is stopped, however busy the machine is; alone it takes less than a second."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab as it ships, which also answers to a name that browsers do not trust."""
    made = Lab(tmp_path_factory.mktemp("board"), broker_kind="amqtt", settings={"LAB_ALLOWED_HOSTS": PLAIN_HOST})
    try:
        made.start_all()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for which the name leads to this machine."""
    with sync_playwright() as playwright:
        browser = launch_type(playwright.chromium, f"--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1")
        yield browser
        browser.close()


@pytest.fixture
def person(chromium: Browser) -> Iterator[BrowserContext]:
    """Somebody whose pages may not fail, nor break the content security policy."""
    context = chromium.new_context(locale="en", viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", lambda message: errors.append(message.text) if "Security Policy" in message.text else None)
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def session() -> str:
    """A session that no other test has."""
    return next(SESSIONS)


@pytest.fixture(params=["shared memory", "plain HTTP"])
def origin(request: pytest.FixtureRequest, lab: Lab) -> str:
    """Where the page is, for each of the two transports."""
    return lab.url if request.param == "shared memory" else f"http://{PLAIN_HOST}:{lab.web_port}"


def open_board(person: BrowserContext, origin: str, session: str, role: str = "lamp", fragment: str = "") -> Page:
    page = person.new_page()
    page.goto(f"{origin}/s/{session}/{role}/board?lang=en{fragment}")
    expect(page.get_by_role("button", name="Run")).to_be_visible()
    return page


def write(page: Page, program: str) -> None:
    """Paste over what is there: as a browser inserts what tests type, it sets styles that the policy forbids."""
    editor = page.get_by_role("textbox", name="Program, in MicroPython")
    editor.click()
    page.keyboard.press("Control+A")
    editor.evaluate(
        """(editor, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        program,
    )


def run(page: Page, program: str) -> None:
    write(page, program)
    page.get_by_role("button", name="Run").click()


def choose(page: Page, example: str) -> None:
    page.get_by_text("Examples", exact=True).click()
    page.get_by_role("button", name=example, exact=True).click()


def records(lab: Lab, session: str) -> list[Record]:
    return [Record.decode(line) for line in History.of(lab.logs, session).all()]


def said(lab: Lab, session: str, device: str) -> list[Record]:
    """The descriptions of a device of this kind."""
    return [record for record in records(lab, session) if record.data.get("device") == device]


def test_both_transports_are_tried(lab: Lab, person: BrowserContext, session: str) -> None:
    found = [
        open_board(person, origin, session).evaluate("[crossOriginIsolated, isSecureContext]")
        for origin in (lab.url, f"http://{PLAIN_HOST}:{lab.web_port}")
    ]
    assert found == [[True, True], [False, False]]


def test_blink_lights_the_led_and_stop_puts_it_out(person: BrowserContext, origin: str, session: str) -> None:
    page = open_board(person, origin, session)
    page.get_by_role("button", name="Run").click()
    led = page.locator(".board-picture .part-state")
    expect(led).to_have_text("on")
    expect(led).to_have_text("off")
    expect(page.locator(".console-text")).to_contain_text("on\noff\n")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped")).to_be_visible()
    expect(led).to_have_text("off")


def test_a_lamp_obeys_what_is_written_in_another_window(person: BrowserContext, origin: str, session: str) -> None:
    page = open_board(person, origin, session, role="Lamp")
    choose(page, "Lamp that obeys")
    page.get_by_role("button", name="Run").click()
    room = person.new_page()
    room.goto(f"{origin}/s/{session}/maria?lang=en")
    expect(room.get_by_role("log")).to_contain_text("lamp")
    for words, state in (("@lamp on", "on"), ("@Lamp: off", "off")):
        room.locator("textarea").fill(words)
        room.locator("textarea").press("Enter")
        expect(page.locator(".board-picture .part-state")).to_have_text(state)
    expect(room.get_by_role("log").get_by_text("desligada")).to_be_visible()


def test_a_lamp_connects_again_when_the_web_was_away(
    lab: Lab, person: BrowserContext, origin: str, session: str
) -> None:
    page = open_board(person, origin, session)
    choose(page, "Lamp that obeys")
    page.get_by_role("button", name="Run").click()
    wait_until(lambda: said(lab, session, "lamp"), what="the lamp announces itself")
    lab.services.pop("web").kill()
    expect(page.locator(".console-text")).to_contain_text("network: ")
    lab.start_web()
    wait_until(lambda: len(said(lab, session, "lamp")) == 2, seconds=30, what="the lamp announces itself again")
    requests.post(
        f"{lab.url}/api/sessions/{session}/messages", json={"role": "maria", "text": "@lamp on"}, timeout=10
    ).raise_for_status()
    expect(page.locator(".board-picture .part-state")).to_have_text("on")


def test_an_endless_loop_is_stopped(person: BrowserContext, origin: str, session: str) -> None:
    page = open_board(person, origin, session)
    run(page, "print('begin')\nwhile True:\n    pass\n")
    expect(page.locator(".console-text")).to_contain_text("begin")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped")).to_be_visible(timeout=STOP_MS)
    run(page, "print('again')\n")
    expect(page.locator(".console-text")).to_contain_text("again")


@pytest.mark.parametrize("flood", ["print('x' * 70)", "led.toggle()", "led.toggle(); print(led.value())"])
def test_a_loop_that_floods_the_page_is_seen_and_stopped(
    lab: Lab, person: BrowserContext, session: str, flood: str
) -> None:
    page = open_board(person, lab.url, session)
    run(page, f"from machine import Pin\nled = Pin(2, Pin.OUT)\nprint('begin')\nwhile True:\n    {flood}\n")
    expect(page.locator(".board-picture .part-state")).to_be_visible()
    page.wait_for_timeout(1500)  # the flood itself
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped")).to_be_visible(timeout=STOP_MS)


def test_reset_begins_the_program_anew(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session)
    run(page, "import machine, time\nprint('begin', time.ticks_ms())\ntime.sleep(1)\nmachine.reset()\n")
    expect(page.locator(".console-text")).to_contain_text("begin")
    first = page.locator(".console-text").inner_text()
    expect(page.locator(".console-text")).not_to_have_text(first)
    expect(page.locator(".console-text")).to_contain_text("begin")


def test_a_button_is_felt_by_a_handler_while_the_program_sleeps(
    person: BrowserContext, origin: str, session: str
) -> None:
    page = open_board(person, origin, session)
    run(
        page,
        "from machine import Pin\nimport time\nb = Pin(25, Pin.IN, Pin.PULL_UP)\n"
        "b.irq(lambda pin: print('pressed', pin.value()), Pin.IRQ_FALLING)\ntime.sleep(60)\n",
    )
    page.get_by_role("button", name="Button GPIO 25").click(delay=300)
    expect(page.locator(".console-text")).to_contain_text("pressed 0")


def test_a_knob_is_read_by_a_loop_that_never_sleeps(person: BrowserContext, origin: str, session: str) -> None:
    page = open_board(person, origin, session)
    run(
        page,
        "from machine import ADC, Pin\npot = ADC(Pin(34))\nwhile pot.read() < 4000:\n    pass\nprint('turned')\n",
    )
    page.get_by_role("slider", name="Knob").fill("100")
    expect(page.locator(".console-text")).to_contain_text("turned")


def test_a_timer_and_the_prompt_live_on_when_the_program_has_ended(
    person: BrowserContext, origin: str, session: str
) -> None:
    page = open_board(person, origin, session)
    run(
        page,
        "from machine import Timer\nn = 0\ndef tick(t):\n    global n\n    n += 1\n"
        "    if n == 2:\n        print('ticked')\n"
        "Timer(0).init(period=50, callback=tick)\n",
    )
    expect(page.get_by_text("Program ended")).to_be_visible()
    expect(page.locator(".console-text")).to_contain_text("ticked")
    prompt = page.get_by_role("textbox", name="Python prompt")
    prompt.fill("n > 1")
    prompt.press("Enter")
    expect(page.locator(".console-text")).to_contain_text(">>> n > 1\nTrue")


def test_the_line_of_an_error_is_marked_and_the_console_has_the_traceback(
    lab: Lab, person: BrowserContext, session: str
) -> None:
    page = open_board(person, lab.url, session)
    run(page, "x = 1\n\nprint(y)\nx = 2\n")
    expect(page.locator(".board-error-line")).to_have_text("print(y)")
    expect(page.locator(".board-error-text")).to_have_text("NameError: name 'y' isn't defined")
    expect(page.locator(".board-state")).to_have_text("Ended with an error")
    expect(page.locator(".console-text")).to_contain_text('File "main.py", line 3, in <module>')
    write(page, "print(1)\n")
    expect(page.locator(".board-error-line")).to_have_count(0)


def test_the_program_is_still_there_after_a_reload(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session)
    write(page, "print('kept')\n")
    page.reload()
    expect(page.get_by_role("textbox", name="Program, in MicroPython")).to_contain_text("print('kept')")
    other = open_board(person, lab.url, session, role="other")
    expect(other.get_by_role("textbox", name="Program, in MicroPython")).not_to_contain_text("kept")


def test_a_link_brings_a_program_that_waits_to_be_shown_and_never_runs_by_itself(
    lab: Lab, person: BrowserContext, session: str
) -> None:
    person.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_board(person, lab.url, session)
    write(page, "print('shared, olá')\n")
    page.get_by_label("More about the program").click()
    page.get_by_role("button", name="Copy the link to this program").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = person.new_page()
    other.goto(link.replace("/lamp/", "/other/"))
    expect(other.get_by_role("textbox", name="Program, in MicroPython")).to_contain_text("led = Pin(2")
    other.get_by_role("button", name="Show it").click()
    expect(other.get_by_role("textbox", name="Program, in MicroPython")).to_contain_text("print('shared, olá')")
    expect(other.locator(".board-state")).to_have_text("Stopped")
    assert "#" not in other.url
    other.get_by_role("button", name="Undo").click()
    expect(other.get_by_role("textbox", name="Program, in MicroPython")).to_contain_text("led = Pin(2")


def test_the_program_is_saved_as_main_py(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session)
    write(page, "print('saved')\n")
    page.get_by_label("More about the program").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download main.py").click()
    assert download.value.suggested_filename == "main.py"
    assert download.value.path().read_text() == "print('saved')\n"


def test_who_runs_a_board_is_told_as_data(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session, role="maria")
    page.get_by_role("button", name="Run").click()
    wait_until(lambda: len(records(lab, session)) == 2, what="the board is told")
    page.get_by_role("button", name="Stop").click()
    wait_until(lambda: len(records(lab, session)) == 3, what="its end is told")
    description, begun, ended = (record.data for record in records(lab, session))
    assert description == {"device": "board", "values": [{"key": "running", "kind": "boolean"}]}
    assert [begun, ended] == [{"running": True}, {"running": False}]


EVERY_PART = """
from machine import ADC, I2C, PWM, Pin
import dht, neopixel, ssd1306, time
led = PWM(Pin(12), freq=1000, duty_u16=16384)
boot, button = Pin(0, Pin.IN), Pin(26, Pin.IN, Pin.PULL_UP)
knob, light, sensor = ADC(Pin(34)), ADC(Pin(35)), dht.DHT22(Pin(4))
buzzer, servo = PWM(Pin(18), freq=440, duty=512), PWM(Pin(19), freq=50, duty_ns=1500000)
strip = neopixel.NeoPixel(Pin(15), 4)
strip[1] = (0, 30, 0)
strip.write()
screen = ssd1306.SSD1306_I2C(128, 64, I2C(0, scl=Pin(22), sda=Pin(21)))
screen.text("Ola!", 40, 28)
screen.show()
print("ready")
while True:
    time.sleep(1)
"""

EXAMPLES = {
    "Button and LED": "",
    "Traffic light": "green",
    "Thermometer": "'temperature': 22.0",
    "Quiz button": "",
    "Thermostat": "'target': 22.0",
    "Alarm": "",
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(lab: Lab, person: BrowserContext, session: str, example: str) -> None:
    page = open_board(person, lab.url, session, role="pupil")
    choose(page, example)
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".board-part").first).to_be_visible()
    expect(page.locator(".console-text")).to_contain_text(EXAMPLES[example])
    expect(page.locator(".board-state")).to_have_text("Running")
    expect(page.locator(".board-error-line")).to_have_count(0)


def test_a_topic_of_somebody_else_is_an_error_of_the_program(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session)
    run(
        page,
        "from umqtt.simple import MQTTClient\nc = MQTTClient('x', 'lab')\nc.connect()\n"
        f"c.publish('chat/{session}/lamp', 'mine', qos=1)\nc.publish('chat/{session}/maria', 'forged', qos=1)\n",
    )
    expect(page.locator(".board-error-text")).to_contain_text("this board may not publish to")
    assert [record.text for record in records(lab, session) if record.text] == ["mine"]


REACHING_OUT = """
import js
request = js.XMLHttpRequest.new()
request.open("GET", js.self.location.origin + PATH, False)
request.send()
print("answered", request.status)
"""


@pytest.mark.parametrize("path", ["/api/sessions", "/healthz", "/s/aula1", "/static/icon.svg"])
def test_a_program_of_somebody_else_does_not_reach_the_lab_as_the_person_who_runs_it(
    lab: Lab, chromium: Browser, session: str, path: str
) -> None:
    context = chromium.new_context(locale="en")
    page = open_board(context, lab.url, session)
    run(page, f"PATH = {path!r}{REACHING_OUT}")
    expect(page.get_by_text("The board stopped: NetworkError")).to_be_visible()
    context.close()


def test_a_program_could_reach_a_mailbox(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session)
    run(page, f"PATH = '/mailbox/0123456789abcdef'{REACHING_OUT}")
    expect(page.locator(".console-text")).to_contain_text("answered 200")


def test_axe_finds_nothing_on_a_board_that_runs(lab: Lab, chromium: Browser, session: str) -> None:
    context = chromium.new_context(locale="en", reduced_motion="reduce")
    page = open_board(context, lab.url, session)
    run(page, EVERY_PART)
    expect(page.locator(".console-text")).to_contain_text("ready")
    page.evaluate(axe())
    found = {}
    for theme, width in LOOKS:
        look(page, theme, width)
        if wrong := violations(page):
            found[theme, width] = wrong
    context.close()
    assert found == {}


def test_every_part_shows_what_the_program_does(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session)
    run(page, EVERY_PART)
    for part in ("Red LEDGPIO 1225%", "BuzzerGPIO 18440 Hz", "ServoGPIO 1990°", "NeoPixel: 1 of 4 litGPIO 15"):
        expect(page.get_by_role("listitem").filter(has_text=part)).to_have_count(1)
    lit = "() => document.querySelector('.screen').getContext('2d').getImageData(0, 0, 128, 64).data.includes(159)"
    page.wait_for_function(lit)


def test_a_board_fits_a_phone(lab: Lab, chromium: Browser, session: str) -> None:
    context = chromium.new_context(
        locale="en", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    page = open_board(context, lab.url, session)
    choose(page, "Button and LED")
    page.get_by_role("button", name="Run").tap()
    button = page.get_by_role("button", name="Button GPIO 25")
    expect(button).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button.tap()
    expect(page.locator(".console-text")).to_contain_text("presses: 1")
    expect(page.get_by_role("button", name="Stop")).to_be_in_viewport()
    context.close()


def test_the_console_says_what_to_change_in_almost_json(lab: Lab, person: BrowserContext, session: str) -> None:
    page = open_board(person, lab.url, session)
    program = """from umqtt.simple import MQTTClient
client = MQTTClient("lamp", "lab")
client.connect()
client.publish("chat/SESSION/lamp", "{'t': 23.5}")
"""
    run(page, program.replace("SESSION", session))
    expect(page.locator(".board-console .payload-hint")).to_contain_text("JSON takes double quotation marks")
