"""What the page of a session gives to copy is true: it is copied in Chromium, and run as it stands."""

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from playwright.sync_api import Page, expect

from chat.history import History
from launcher.nodejs import obtain
from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import ROOT, Lab, environment
from tests.support.sketch import compile_sketch
from tests.support.waiting import wait_until

NETWORK = {"url": "http://192.168.0.10:8000", "host": "192.168.0.10", "mqtt_port": 1883, "mqtt_ws_port": 9001}


def records(lab: Lab, session: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in History(lab.logs / session).all()]


def copy(page: Page, title: str) -> str:
    """Tap "Copy" beside a snippet and paste it, as somebody would. Returns what was pasted."""
    # As on http://<LAN address>, where a page is no secure context and has no `navigator.clipboard`.
    page.evaluate("() => Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true })")
    snippet = page.locator(".snippet").filter(has=page.get_by_role("heading", name=title, exact=True))
    snippet.locator(".copy-button").click()
    expect(snippet.locator(".copy-button")).to_contain_text("Copiado")
    field = page.context.new_page()
    field.set_content("<textarea></textarea>")
    field.locator("textarea").press("Control+V")
    pasted = field.locator("textarea").input_value()
    field.close()
    assert pasted.rstrip("\n") == snippet.locator("code").inner_text().rstrip("\n")
    return pasted


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def run(command: str) -> None:
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def running(command: list[str], folder: Path, extra: Mapping[str, str] | None = None) -> Iterator[Callable[[], str]]:
    """A program, and what it has said so far."""
    said = folder / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment({"PYTHONUTF8": "1", **(extra or {})}),
        )
        try:
            yield lambda: said.read_text(encoding="utf-8", errors="replace")
        finally:
            process.kill()
            process.wait(5)


def test_mosquitto_pub_says_something_and_reports_a_number(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/say")
    run(copy(page, "Dizer algo"))
    run(copy(page, "Enviar uma medida"))
    wait_until(lambda: len(records(standing, "say")) == 2, what="both are logged")
    said, measured = records(standing, "say")
    assert (said["role"], said["text"], measured["role"]) == ("meu-sensor", "Oi", "meu-sensor")
    assert measured["data"] == {"temperature": 23.5}


def test_mosquitto_sub_shows_what_is_logged(standing: Lab, visitors: list[Visitor], tmp_path: Path) -> None:
    page = visitors[0].open(standing, "/s/watch")
    command = shlex.split(copy(page, "Ver tudo o que é registrado"))
    say = copy(page, "Dizer algo")
    with running(command, tmp_path) as output:

        def is_heard() -> bool:
            run(say)
            return '"text":"Oi"' in output()

        wait_until(is_heard, every=0.3, what="mosquitto_sub has subscribed and shows a record")


def test_mosquitto_sub_shows_only_what_is_said_to_its_role(
    standing: Lab, visitors: list[Visitor], tmp_path: Path
) -> None:
    page = visitors[0].open(standing, "/s/hear")
    command = shlex.split(copy(page, "Ver só o que se diz a meu-sensor"))
    with running(command, tmp_path) as output, probe(standing.mqtt_port) as person:

        def is_heard() -> bool:
            person.publish("chat/hear/maria", "Oi")
            person.publish("chat/hear/maria", "@meu-sensor Oi")
            return '"text":"@meu-sensor Oi"' in output()

        wait_until(is_heard, every=0.3, what="mosquitto_sub has subscribed and shows what is said to it")
        assert '"text":"Oi"' not in output()


def test_the_line_for_powershell_passes_json_through_a_pipe(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/powershell")
    page.get_by_role("radio", name="PowerShell").check()
    quoted, _, publish = copy(page, "Enviar uma medida").partition(" | ")
    # What PowerShell writes into a pipe: the text between the quotes, and Windows' end of a line.
    subprocess.run(shlex.split(publish), input=quoted.strip("'").encode() + b"\r\n", timeout=20, check=True)
    wait_until(lambda: records(standing, "powershell"), what="the number is logged")
    assert records(standing, "powershell")[0]["data"] == {"temperature": 23.5}


def test_the_line_for_cmd_has_quotes_that_windows_programs_take_off(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/cmd")
    page.get_by_role("radio", name="cmd do Windows").check()
    command = copy(page, "Enviar uma medida")
    # `list2cmdline` writes arguments as the C runtime of a Windows program reads them.
    arguments = shlex.split(command)
    assert subprocess.list2cmdline(arguments) == command
    subprocess.run(arguments, timeout=20, check=True)
    wait_until(lambda: records(standing, "cmd"), what="the number is logged")
    assert records(standing, "cmd")[0]["data"] == {"temperature": 23.5}


def test_the_python_program_talks_measures_listens_and_is_present(
    standing: Lab, visitors: list[Visitor], tmp_path: Path
) -> None:
    page = visitors[0].open(standing, "/s/python")
    tab(page, "Python")
    program = tmp_path / "program.py"
    program.write_text(copy(page, "Python: ouvir, falar e medir"), encoding="utf-8")
    with running([sys.executable, str(program)], tmp_path) as output:
        wait_until(lambda: "meu-sensor {'temperature':" in output(), what=lambda: f"it prints a record:\n{output()}")
        with probe(standing.mqtt_port) as person:
            person.publish("chat/python/maria", "@meu-sensor Oi")
        wait_until(lambda: "para mim: maria @meu-sensor Oi" in output(), what=lambda: f"it prints it:\n{output()}")
        expect(page.locator(".present-one").filter(has_text="meu-sensor")).to_be_visible()
    assert records(standing, "python")[0]["text"] == "Olá do Python"
    assert records(standing, "python")[1]["data"]["temperature"] > 0


def test_the_node_program_talks_measures_listens_and_is_present(
    standing: Lab, visitors: list[Visitor], tmp_path: Path
) -> None:
    page = visitors[0].open(standing, "/s/node")
    page.get_by_label("Nome do seu programa ou placa").fill("node da ana")
    tab(page, "Node.js")
    (tmp_path / "device.mjs").write_text(copy(page, "Node.js: ouvir, falar e medir"), encoding="utf-8")
    with page.expect_download() as download:
        page.get_by_role("button", name="device.mjs", exact=True).click()
    assert Path(download.value.path()).read_bytes() == (tmp_path / "device.mjs").read_bytes()
    # What `npm install mqtt` makes beside it.
    (tmp_path / "node_modules").symlink_to(ROOT / "web" / "ui" / "node_modules")
    with running([*obtain().node, "device.mjs"], tmp_path) as output, probe(standing.mqtt_port) as person:
        wait_until(lambda: "node-da-ana { temperature:" in output(), what=lambda: f"it prints a record:\n{output()}")
        person.publish("chat/node/maria", "@node-da-ana Oi")
        wait_until(lambda: "para mim: maria @node-da-ana Oi" in output(), what=lambda: f"it prints it:\n{output()}")
        expect(page.locator(".present-one").filter(has_text="node-da-ana")).to_be_visible()
    assert records(standing, "node")[0]["text"] == "Olá do Node.js"


def test_the_boards_settings_make_its_program_take_part(standing: Lab, visitors: list[Visitor], tmp_path: Path) -> None:
    page = visitors[0].open(standing, "/s/board")
    tab(page, "MicroPython")
    board = tmp_path / "board"
    shutil.copytree(ROOT / "devices" / "micropython", board, ignore=shutil.ignore_patterns("config.py", "__pycache__"))
    (board / "config.py").write_text(copy(page, "config.py para a placa"), encoding="utf-8")
    with running([sys.executable, "main.py"], board) as output:
        wait_until(lambda: records(standing, "board"), what=lambda: f"the board is in the log:\n{output()}")
    assert (records(standing, "board")[0]["role"], records(standing, "board")[0]["data"]["device"]) == (
        "meu-sensor",
        "lamp",
    )


def test_the_boards_settings_are_all_that_its_program_asks_for(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/config")
    tab(page, "MicroPython")
    keys = [line.split(" = ")[0] for line in copy(page, "config.py para a placa").splitlines() if " = " in line]
    ours = (ROOT / "devices" / "micropython" / "config.py").read_text(encoding="utf-8")
    assert keys == [line.split(" = ")[0] for line in ours.splitlines() if " = " in line]


def test_the_sketchs_settings_and_its_archive_make_a_board_take_part(
    standing: Lab, visitors: list[Visitor], tmp_path: Path
) -> None:
    page = visitors[0].open(standing, "/s/sketch")
    tab(page, "Arduino")
    with page.expect_download() as download:
        page.get_by_role("link", name="lab_device.zip").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    config = copy(page, "lab_config.h para o sketch")
    (tmp_path / "lab_device" / "lab_config.h").write_text(config, encoding="utf-8")
    compile_sketch(tmp_path / "lab_device" / "lab_device.ino", tmp_path / "program")
    air = {"BOARD_AIR_NAME": "meu-wifi", "BOARD_AIR_PASSWORD": ""}
    with running([str(tmp_path / "program")], tmp_path, air) as output:
        wait_until(lambda: records(standing, "sketch"), what=lambda: f"the board is in the log:\n{output()}")
        expect(page.locator(".present-one").filter(has_text="meu-sensor")).to_be_visible()
    assert records(standing, "sketch")[0]["data"]["device"] == "lamp"
    example = (ROOT / "devices" / "esp32" / "lab_device" / "lab_config.example.h").read_text(encoding="utf-8")
    defined = r"^#define (\w+)"
    assert re.findall(defined, config, re.MULTILINE) == re.findall(defined, example, re.MULTILINE)


def test_a_lab_on_loopback_says_that_nobody_else_can_come_in(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/alone")
    expect(page.get_by_role("heading", name="Só esta máquina pode entrar")).to_be_visible()
    expect(page.get_by_text("python lab.py --host 0.0.0.0", exact=True)).to_be_visible()
    assert page.locator("img.qr").count() == 0


def test_a_wall_shows_the_address_the_code_and_who_is_present(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.route("**/api/join", lambda route: route.fulfill(json=NETWORK))
    page.goto(f"{standing.url}/s/wall")
    expect(page.get_by_role("link", name="http://192.168.0.10:8000/s/wall")).to_be_in_viewport()
    expect(page.get_by_role("img", name="Código QR de http://192.168.0.10:8000/s/wall")).to_be_in_viewport()
    page.wait_for_function("() => document.querySelector('img.qr').naturalWidth > 0")
    assert float(page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 96
    visitors[1].open(standing, "/s/wall/maria")
    expect(page.locator(".present-one")).to_have_text(["Mmaria"])
    visitors[1].context.pages[0].close()
    expect(page.get_by_text("Ausentes: maria")).to_be_visible(timeout=15_000)


def test_a_session_is_archived_from_the_list_and_its_name_is_free_again(standing: Lab, visitors: list[Visitor]) -> None:
    run(copy(visitors[0].open(standing, "/s/archive"), "Dizer algo"))
    wait_until(lambda: records(standing, "archive"), what="the session has a record")
    page = visitors[0].open(standing, "/")
    page.get_by_label("Mais sobre archive").click()
    page.get_by_role("button", name="Arquivar…").click()
    expect(page.get_by_role("dialog", name="Arquivar “archive”?")).to_contain_text("Nada se perde")
    page.get_by_role("dialog").get_by_role("button", name="Arquivar").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="archive", exact=True)).to_have_count(0)
    page.get_by_role("heading", name="Arquivo").click()
    page.get_by_role("link", name="archive", exact=True).click()
    page.wait_for_url("**/a/archive_*")
    assert records(standing, "archive") == []


def test_the_list_shows_who_is_present(standing: Lab, visitors: list[Visitor]) -> None:
    run(copy(visitors[0].open(standing, "/s/present"), "Dizer algo"))
    visitors[1].open(standing, "/s/present/maria")
    page = visitors[0].open(standing, "/")
    expect(page.get_by_text("Presentes: maria")).to_be_visible()
