"""The page of the boards: the teacher of a closed lab equips a class, on each of the brokers."""

import io
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chat.credentials import add_device, load
from tests.broker.wire import Wire
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_accessibility import LOOKS, axe, look, violations
from tests.support.services import Lab
from tests.support.waiting import wait_until

WITHIN = 2.0
"""Seconds within which a change of the accounts applies (docs/protocol.md)."""


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def closed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A closed lab; `sensor-1` is a device of it that is connected."""
    made = Lab(tmp_path_factory.mktemp("closed"), broker_kind=request.param, settings={"LAB_ACCESS": "on"})
    made.overrides["devices"] = {"LAB_MQTT_PASSWORD": add_device(made.folder / "data", "sensor-1", ("demo",))}
    try:
        start(made)
        made.service("devices", "sensor", "--session", "demo")
        yield made
    finally:
        made.stop()


@pytest.fixture
def teacher(closed: Lab, chromium: Browser) -> Iterator[Page]:
    """The teacher, at the page."""
    person = Visitor(chromium)
    page = person.open(closed, "/boards?session=aula1&lang=en")
    page.locator("#code").fill(load(closed.folder / "data").teacher_code)
    page.locator("form.enter-form button").click()
    page.locator(".boards-form").wait_for()
    yield page
    person.context.close()
    assert (person.errors, person.strangers) == ([], [])


def ask(page: Page, prefix: str, count: int, session: str = "aula1") -> None:
    """Fill in the form, and send it."""
    page.get_by_label("Name begins with").fill(prefix)
    page.get_by_label("How many").fill(str(count))
    page.get_by_label("Session", exact=True).fill(session)
    page.locator(".boards-form").get_by_role("button").click()


def make(page: Page, prefix: str, count: int, session: str = "aula1") -> None:
    """Make accounts, and wait until they are ready."""
    ask(page, prefix, count, session)
    expect(page.locator("#boards-ready")).to_contain_text(str(count))


def download(page: Page) -> zipfile.ZipFile:
    """The archive that the page offers."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the files").click()
    return zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))


def config(archive: zipfile.ZipFile, role: str) -> dict[str, object]:
    """What the config.py of a board says."""
    made: dict[str, object] = {}
    exec(archive.read(f"{role}/config.py"), made)
    return made


def is_let_in(lab: Lab, user: str, password: str) -> bool:
    with Wire(lab.mqtt_port) as wire:
        return wire.connect("any", user=user, password=password).body[1] == 0


def select(page: Page, role: str) -> None:
    page.locator(".account-list").get_by_role("checkbox", name=re.compile(rf"^{role}\b")).check()


def test_a_class_of_forty_is_equipped_at_once(closed: Lab, teacher: Page) -> None:
    make(teacher, "esp32-", 40)
    made_at = time.monotonic()
    teacher.get_by_label("Wi-Fi name").fill("Sala 7")
    archive = download(teacher)
    boards = [config(archive, f"esp32-{number}") for number in range(1, 41)]
    assert {(board["HOST"], board["PORT"], board["SESSION"], board["WIFI_NAME"]) for board in boards} == {
        ("127.0.0.1", closed.mqtt_port, "aula1", "Sala 7")
    }
    assert len({board["PASSWORD"] for board in boards}) == 40
    last = boards[-1]
    wait_until(lambda: is_let_in(closed, str(last["USERNAME"]), str(last["PASSWORD"])), what="the broker knows it")
    assert time.monotonic() - made_at < WITHIN + 2  # of which some was for the download


def test_an_account_that_is_taken_away_is_refused_within_two_seconds(closed: Lab, teacher: Page) -> None:
    make(teacher, "away-", 1)
    board = config(download(teacher), "away-1")
    wait_until(lambda: is_let_in(closed, "away-1", str(board["PASSWORD"])), what="it is let in")
    select(teacher, "away-1")
    teacher.get_by_role("button", name="Take away (1)").click()
    dialog = teacher.get_by_role("dialog")
    expect(dialog).to_contain_text("away-1")
    dialog.get_by_role("button", name="Take away").click()
    dialog.wait_for(state="detached")
    wait_until(
        lambda: not is_let_in(closed, "away-1", str(board["PASSWORD"])), seconds=WITHIN + 1, what="it is refused"
    )
    expect(teacher.get_by_role("checkbox", name=re.compile("^away-1"))).to_have_count(0)


def test_a_device_that_runs_is_asked_about_and_stays_when_the_answer_is_no(closed: Lab, teacher: Page) -> None:
    before = load(closed.folder / "data").devices["sensor-1"]
    expect(teacher.locator(".account", has_text="sensor-1")).to_contain_text("connected")
    ask(teacher, "sensor-", 1)
    dialog = teacher.get_by_role("dialog")
    expect(dialog).to_contain_text("sensor-1 has an account and is connected in demo")
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="detached")
    assert load(closed.folder / "data").devices["sensor-1"] == before
    expect(teacher.locator(".boards-ready")).to_have_count(0)


def test_a_new_password_comes_with_new_files_and_ends_the_old_one(closed: Lab, teacher: Page) -> None:
    make(teacher, "again-", 1)
    old = str(config(download(teacher), "again-1")["PASSWORD"])
    select(teacher, "again-1")
    teacher.get_by_role("button", name="New password and files (1)").click()
    teacher.get_by_role("dialog").get_by_role("button", name="Make new passwords").click()
    teacher.get_by_role("dialog").wait_for(state="detached")
    new = str(config(download(teacher), "again-1")["PASSWORD"])
    assert new != old
    wait_until(lambda: is_let_in(closed, "again-1", new), seconds=WITHIN + 1, what="the new password opens")
    assert not is_let_in(closed, "again-1", old)


def test_passwords_are_gone_when_the_page_is_loaded_again(closed: Lab, teacher: Page) -> None:
    make(teacher, "gone-", 1)
    password = str(config(download(teacher), "gone-1")["PASSWORD"])
    assert password in teacher.content()
    teacher.reload()
    expect(teacher.locator(".account", has_text="gone-1")).to_be_visible()
    assert password not in teacher.content()
    assert not teacher.evaluate("word => JSON.stringify([localStorage, sessionStorage]).includes(word)", password)


def test_the_cards_are_eight_a_page_and_none_is_cut(teacher: Page) -> None:
    prefix = "a-board-with-a-long-name-of-32-"  # and a digit
    make(teacher, prefix, 9, session="s" * 48)
    teacher.wait_for_function("[...document.querySelectorAll('.board-card img')].every(image => image.complete)")
    pages = teacher.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == 2
    teacher.emulate_media(media="print")
    cut = teacher.evaluate(
        """() => [...document.querySelectorAll('.board-card')].filter(card => {
            const box = card.getBoundingClientRect();
            return [...card.querySelectorAll('h2, p, dd, dt, img')].some(part => {
                const inner = part.getBoundingClientRect();
                return inner.right > box.right || inner.bottom > box.bottom || part.scrollWidth > part.clientWidth + 1;
            });
        }).map(card => card.textContent)"""
    )
    assert cut == []
    assert teacher.locator(".board-card").count() == 9
    assert not teacher.locator(".boards-form").is_visible()


def test_axe_finds_nothing_where_boards_are_ready(teacher: Page) -> None:
    make(teacher, "axe-", 3)
    teacher.locator(".passwords summary").click()
    teacher.evaluate(axe())
    found = {}
    for theme, width in LOOKS:
        look(teacher, theme, width)
        if wrong := violations(teacher):
            found[theme, width] = wrong
    assert found == {}


def test_a_phone_shows_everything_in_its_width(teacher: Page) -> None:
    teacher.set_viewport_size({"width": 390, "height": 844})
    make(teacher, "phone-", 2)
    teacher.locator(".passwords summary").click()
    assert teacher.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_that_writes_to_a_board_opens_beside_the_passwords(teacher: Page) -> None:
    make(teacher, "usb-", 1)
    with teacher.context.expect_page() as waiting:
        teacher.get_by_role("link", name="USB cable").click()
    waiting.value.wait_for_load_state()
    assert waiting.value.url.endswith("/flash")
    expect(teacher.locator("#boards-ready")).to_contain_text("1 board is ready")
