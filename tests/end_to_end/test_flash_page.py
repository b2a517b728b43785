"""The page for a real board, in a real browser with esptool-js: firmware, files and console.

The port is simulated, with the bootloader of an ESP32 behind it (tests/support/serial_board); MicroPython is real.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.end_to_end.test_accessibility import LOOKS, axe, look, violations
from tests.support.browser import launch_type
from tests.support.micropython import find_micropython
from tests.support.serial_board.board import Board
from tests.support.serial_board.bootloader import ESP32, ESP32_H21, ESP32_S3, Chip
from tests.support.serial_board.in_page import connect
from tests.support.services import ROOT, Lab

pytestmark = pytest.mark.skipif(find_micropython() is None, reason="there is no package of MicroPython for this system")

PLAIN_HOST = "board.test"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
FILES = ("config.py", "main.py", "mqtt_min.py")
AIR = {"BOARD_AIR_NAME": "classroom", "BOARD_AIR_PASSWORD": "chalk"}
WORDS = {
    "en": {
        "choose": "Choose the port",
        "detect": "Find out the chip",
        "install": "Install MicroPython",
        "write": "Write the files",
        "firmware": "Firmware (.bin)",
        "files": "Files, or the archive",
        "connected": "Connected",
        "flashed": "MicroPython is on the board",
        "no-port": "No port was chosen",
        "busy": "Another program has the port",
        "no-answer": "Hold the BOOT button",
        "wrong-chip": "The file is for an ESP32-S3, the board is an ESP32.",
        "lost": "the cable was pulled",
    },
    "pt-BR": {
        "choose": "Escolher a porta",
        "detect": "Descobrir o chip",
        "install": "Instalar o MicroPython",
        "write": "Gravar os arquivos",
        "firmware": "Firmware (.bin)",
        "files": "Arquivos, ou o .zip",
        "connected": "Conectada",
        "flashed": "O MicroPython está na placa",
        "no-port": "Nenhuma porta foi escolhida",
        "busy": "Outro programa está com a porta",
        "no-answer": "Segure o botão BOOT",
        "wrong-chip": "O arquivo é para um ESP32-S3, a placa é um ESP32.",
        "lost": "o cabo foi tirado",
    },
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab that also answers to a name that browsers do not trust."""
    made = Lab(tmp_path_factory.mktemp("flash"), broker_kind="amqtt", settings={"LAB_ALLOWED_HOSTS": PLAIN_HOST})
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
    """Somebody whose pages may not fail."""
    context = chromium.new_context(locale="en", viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []


@pytest.fixture(params=["en", "pt-BR"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Bench:
    """A person, the page, and the board at its port."""

    def __init__(self, person: BrowserContext, lab: Lab, board: Board, language: str = "en") -> None:
        connect(person, board)
        self.board, self.words = board, WORDS[language]
        self.page = person.new_page()
        self.page.goto(f"{lab.url}/flash?lang={language}")

    def press(self, word: str) -> None:
        self.page.get_by_role("button", name=self.words[word], exact=True).click()

    def choose_port(self) -> None:
        self.press("choose")
        expect(self.page.locator(".flash-phase")).to_have_text(self.words["connected"])

    def choose_firmware(self, content: bytes) -> None:
        self.page.get_by_label(self.words["firmware"]).set_input_files(
            {"name": "firmware.bin", "mimeType": "application/octet-stream", "buffer": content}
        )

    def choose_files(self, *paths: Path) -> None:
        self.page.get_by_label(self.words["files"]).set_input_files(list(paths))

    def problem(self) -> str:
        """What the page says is wrong, when it does."""
        shown = self.page.locator(".flash-problem:not(:empty)")
        expect(shown).to_be_visible()
        return shown.inner_text()

    def prints(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("log")).to_contain_text(text)

    def types(self, line: str) -> None:
        self.page.get_by_label("Line for the board").fill(line)
        self.page.keyboard.press("Enter")


class Workplace:
    """A person, a lab, and boards that are unplugged at the end."""

    def __init__(self, person: BrowserContext, lab: Lab, folder: Path) -> None:
        self.person, self.lab, self.folder = person, lab, folder
        self.files = folder / "board"
        """The file system of the board."""
        self.files.mkdir()
        self.boards: list[Board] = []

    def blank(self, chip: Chip = ESP32) -> Board:
        """A board whose flash memory is empty."""
        self.boards.append(Board(chip, self.files, AIR))
        self.boards[-1].power()
        return self.boards[-1]

    def ready(self) -> Board:
        """A board that has MicroPython."""
        self.boards.append(Board(ESP32, self.files, AIR))
        self.boards[-1].flash[ESP32.bootloader_at] = 0xE9
        self.boards[-1].power()
        return self.boards[-1]

    def bench(self, board: Board, language: str = "en") -> Bench:
        """The page, with this board at its port."""
        return Bench(self.person, self.lab, board, language)


@pytest.fixture
def workplace(person: BrowserContext, lab: Lab, tmp_path: Path) -> Iterator[Workplace]:
    made = Workplace(person, lab, tmp_path)
    yield made
    for board in made.boards:
        board.stop()


def firmware(chip_id: int = 0, size: int = 150_000) -> bytes:
    """An image for a chip, with content that does not compress."""
    header = bytes((0xE9, 3, 2, 0x20)) + bytes(8) + chip_id.to_bytes(2, "little") + bytes(10)
    return header + random.Random(chip_id).randbytes(size - len(header))


@pytest.mark.parametrize(("chip", "chip_id"), [(ESP32, 0), (ESP32_S3, 9)], ids=["ESP32", "ESP32-S3"])
def test_a_firmware_arrives_unchanged_where_the_chip_expects_it(chip: Chip, chip_id: int, workplace: Workplace) -> None:
    board = workplace.blank(chip)
    bench = workplace.bench(board)
    content = firmware(chip_id)
    bench.choose_port()
    bench.choose_firmware(content)
    bench.press("detect")
    expect(bench.page.locator(".flash-chip")).to_have_text(f"{chip.name}, 4 MB of flash memory")
    assert bench.page.get_by_label("Address in the flash memory").input_value() == hex(chip.bootloader_at)
    bench.press("install")
    expect(bench.page.locator(".flash-done")).to_contain_text(bench.words["flashed"])
    start, end = chip.bootloader_at, chip.bootloader_at + len(content)
    assert hashlib.sha256(board.flash[start:end]).digest() == hashlib.sha256(content).digest()
    assert set(board.flash[:start]) | set(board.flash[-(-end // 4096) * 4096 :]) == {0xFF}
    bench.prints(">>>")
    assert board.bootloader is None


def test_a_chip_without_a_stub_is_written_by_its_own_bootloader(workplace: Workplace) -> None:
    board = workplace.blank(ESP32_H21)
    bench = workplace.bench(board)
    content = firmware(25)
    bench.choose_port()
    bench.choose_firmware(content)
    bench.press("detect")
    expect(bench.page.locator(".flash-chip")).to_have_text("ESP32-H21, 4 MB of flash memory")
    bench.press("install")
    expect(bench.page.locator(".flash-done")).to_contain_text("does not let the page compare what was written")
    assert bytes(board.flash[: len(content)]) == content
    bench.prints(">>>")


def test_the_person_may_choose_another_address(workplace: Workplace) -> None:
    board = workplace.blank()
    bench = workplace.bench(board)
    content = firmware(size=20_000)
    bench.choose_port()
    bench.choose_firmware(content)
    bench.press("detect")
    address = bench.page.get_by_label("Address in the flash memory")
    address.fill("0x1234")
    expect(bench.page.get_by_role("button", name="Install MicroPython")).to_be_disabled()
    address.fill("0x20000")
    bench.press("install")
    expect(bench.page.locator(".flash-done")).to_be_visible()
    assert board.flash[0x20000 : 0x20000 + len(content)] == content


def test_everything_is_erased_first_when_the_person_wants_it(workplace: Workplace) -> None:
    board = workplace.blank()
    board.flash[0x200000:0x200010] = b"an old file: 123"
    bench = workplace.bench(board)
    bench.choose_port()
    bench.choose_firmware(firmware(size=20_000))
    bench.press("detect")
    bench.page.get_by_label("Erase everything first").check()
    bench.press("install")
    expect(bench.page.locator(".flash-done")).to_be_visible()
    assert set(board.flash[0x200000:0x200010]) == {0xFF}


def test_the_files_arrive_and_the_board_takes_part(workplace: Workplace) -> None:
    order: dict[str, Any] = {
        "kind": "micropython",
        "session": "aula1",
        "host": "127.0.0.1",
        "boards": [{"role": "esp32-1"}, {"role": "esp32-2"}],
        "wifi": {"name": AIR["BOARD_AIR_NAME"], "password": AIR["BOARD_AIR_PASSWORD"]},
    }
    archive = workplace.folder / "micropython-aula1.zip"
    answer = requests.post(f"{workplace.lab.url}/api/boards", json=order, timeout=10)
    answer.raise_for_status()
    archive.write_bytes(answer.content)
    bench = workplace.bench(workplace.ready())
    bench.choose_port()
    bench.choose_files(archive)
    bench.page.get_by_label("Which board is this?").select_option("esp32-2")
    bench.press("write")
    expect(bench.page.locator(".flash-done")).to_be_visible()
    bench.prints("device: ready esp32-2 in aula1")
    assert sorted(path.name for path in workplace.files.iterdir()) == sorted(FILES)
    for name in ("main.py", "mqtt_min.py"):
        assert (workplace.files / name).read_bytes() == (ROOT / "devices" / "micropython" / name).read_bytes()


def test_files_replace_those_of_a_program_that_runs(workplace: Workplace) -> None:
    disk = workplace.folder / "disk"
    disk.mkdir()
    (workplace.files / "main.py").write_text("import time\nwhile True:\n    print('old')\n    time.sleep(0.05)\n")
    new = disk / "main.py"
    new.write_bytes(b"print('new', 'caf\xc3\xa9')\r\n# \\ ' \" \x7f\n")
    bench = workplace.bench(workplace.ready())
    bench.choose_port()
    bench.prints("old")
    bench.choose_files(new)
    bench.press("write")
    expect(bench.page.locator(".flash-done")).to_be_visible()
    bench.prints("new café")
    assert (workplace.files / "main.py").read_bytes() == new.read_bytes()


def test_the_console_takes_lines_and_keys(workplace: Workplace) -> None:
    bench = workplace.bench(workplace.ready())
    bench.choose_port()
    bench.types("print(6 * 7)")
    bench.prints(re.compile(r"\b42\b"))
    bench.types("while True: pass")
    bench.page.keyboard.press("Enter")
    bench.types("")
    bench.page.get_by_role("button", name="Ctrl-C").click()
    bench.prints("KeyboardInterrupt")
    bench.page.get_by_role("button", name="Ctrl-D").click()
    bench.prints("soft reboot")


def test_no_port_was_chosen(language: str, workplace: Workplace) -> None:
    board = workplace.blank()
    board.is_chosen = False
    bench = workplace.bench(board, language)
    bench.press("choose")
    assert bench.words["no-port"] in bench.problem()


def test_another_program_has_the_port(language: str, workplace: Workplace) -> None:
    board = workplace.blank()
    board.is_busy = True
    bench = workplace.bench(board, language)
    bench.press("choose")
    assert bench.words["busy"] in bench.problem()


def test_a_chip_that_does_not_answer_needs_its_boot_button(language: str, workplace: Workplace) -> None:
    board = workplace.blank()
    board.has_auto_reset = False
    bench = workplace.bench(board, language)
    bench.choose_port()
    bench.choose_firmware(firmware(size=20_000))
    bench.press("detect")
    expect(bench.page.locator(".flash-problem:not(:empty)")).to_be_visible(timeout=60_000)
    assert bench.words["no-answer"].lower() in bench.problem().lower()
    expect(bench.page.locator(".flash-phase")).to_have_text(bench.words["connected"])


def test_a_board_without_a_reset_circuit_is_flashed_with_two_fingers(workplace: Workplace) -> None:
    board = workplace.blank()
    board.has_auto_reset = False
    bench = workplace.bench(board)
    content = firmware(size=20_000)
    bench.choose_port()
    bench.choose_firmware(content)
    board.press_reset(holding_boot=True)
    bench.press("detect")
    bench.press("install")
    expect(bench.page.locator(".flash-done")).to_be_visible()
    assert board.flash[ESP32.bootloader_at :][: len(content)] == content
    expect(bench.page.locator(".flash-phase")).to_have_text("Connected")
    board.press_reset()
    bench.prints(">>>")


def test_a_board_that_leaves_when_it_starts_is_flashed_all_the_same(workplace: Workplace) -> None:
    board = workplace.blank(ESP32_S3)
    board.leaves_when_started = True
    bench = workplace.bench(board)
    bench.choose_port()
    bench.choose_firmware(firmware(chip_id=9, size=20_000))
    bench.press("detect")
    bench.press("install")
    expect(bench.page.locator(".flash-done")).to_contain_text("Its port has closed. Choose it again above.")
    expect(bench.page.locator(".flash-problem:not(:empty)")).to_have_count(0)
    board.pulled_at = None
    bench.choose_port()


def test_a_firmware_for_another_chip_is_not_written(language: str, workplace: Workplace) -> None:
    board = workplace.blank()
    bench = workplace.bench(board, language)
    bench.choose_port()
    bench.choose_firmware(firmware(chip_id=9))
    bench.press("detect")
    bench.press("install")
    assert bench.words["wrong-chip"] in bench.problem()
    assert set(board.flash) == {0xFF}


def test_a_cable_that_is_pulled_ends_the_writing_at_once(language: str, workplace: Workplace) -> None:
    board = workplace.blank()
    bench = workplace.bench(board, language)
    bench.choose_port()
    bench.choose_firmware(firmware())
    bench.press("detect")
    expect(bench.page.locator(".flash-chip")).to_be_visible()
    board.pulled_at = board.received + 70_000
    bench.press("install")
    assert bench.words["lost"] in bench.problem()
    expect(bench.page.get_by_role("button", name=bench.words["choose"], exact=True)).to_be_enabled()


def test_a_board_without_micropython_takes_no_files(workplace: Workplace) -> None:
    bench = workplace.bench(workplace.blank())
    bench.choose_port()
    bench.choose_files(ROOT / "devices" / "micropython" / "main.py")
    bench.press("write")
    expect(bench.page.locator(".flash-problem:not(:empty)")).to_be_visible(timeout=60_000)
    assert "No MicroPython answers" in bench.problem()


def test_over_plain_http_the_page_says_why_not(language: str, person: BrowserContext, lab: Lab) -> None:
    page = person.new_page()
    page.goto(f"http://{PLAIN_HOST}:{lab.web_port}/flash?lang={language}")
    said = page.locator(".flash-obstacles")
    expect(said).to_contain_text(f"http://localhost:{lab.web_port}/flash")
    expect(said).to_contain_text("python lab.py --host 0.0.0.0 --tls auto")
    expect(page.get_by_text("mpremote cp config.py main.py mqtt_min.py : + reset")).to_be_visible()


def test_a_phone_says_why_not_in_its_width(language: str, chromium: Browser, lab: Lab) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, user_agent=PHONE)
    context.add_init_script("delete Navigator.prototype.serial")
    page = context.new_page()
    page.goto(f"{lab.url}/flash?lang={language}")
    expect(page.locator(".flash-obstacles")).to_contain_text("celulares" if language == "pt-BR" else "phones")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_axe_finds_nothing_while_a_firmware_is_chosen(workplace: Workplace) -> None:
    bench = workplace.bench(workplace.blank())
    bench.choose_port()
    bench.choose_firmware(firmware(chip_id=9))
    bench.choose_files(*(ROOT / "devices" / "micropython" / name for name in FILES))
    bench.press("detect")
    bench.press("install")
    bench.problem()
    bench.page.evaluate(axe())
    found = {}
    for theme, width in LOOKS:
        look(bench.page, theme, width)
        if wrong := violations(bench.page):
            found[theme, width] = wrong
    assert found == {}


def test_the_browser_lets_this_page_alone_reach_a_port(person: BrowserContext, lab: Lab) -> None:
    page = person.new_page()
    allowed = {}
    for path in ("/flash", "/boards", "/"):
        page.goto(lab.url + path)
        allowed[path] = page.evaluate("document.featurePolicy.allowsFeature('serial')")
    assert allowed == {"/flash": True, "/boards": False, "/": False}
