"""The snippets of a closed lab with TLS, run as they are pasted: with the account's password and the lab's ca.pem."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chat.credentials import add_device, load
from chat.secret import format_code
from launcher.nodejs import obtain
from tests.end_to_end.test_join_panel import copy, records, running, tab
from tests.end_to_end.test_secure_lab import pin
from tests.support.browser import launch_type
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until

ROLE = "meu-sensor"


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, str]]:
    """A closed lab with TLS, and the password of the device's account."""
    made = Lab(tmp_path_factory.mktemp("secure"), settings={"LAB_ACCESS": "on", "LAB_TLS": "auto"})
    password = add_device(made.folder / "data", ROLE, ("aula1",))
    try:
        made.start_broker()
        made.start_bridge()
        made.start_web()
        yield made, password
    finally:
        made.stop()


@pytest.fixture
def page(chromium: Browser, secure: tuple[Lab, str], tmp_path: Path) -> Iterator[Page]:
    """The page of the session, in a browser that trusts the lab; ca.pem is downloaded from it into `tmp_path`."""
    data = secure[0].folder / "data"
    browser = launch_type(
        chromium.browser_type, f"--ignore-certificate-errors-spki-list={pin(data / 'tls' / 'server.pem')}"
    )
    try:
        made = browser.new_context(locale="pt-BR").new_page()
        code = format_code(load(data).class_code)
        made.goto(f"https://127.0.0.1:{secure[0].web_port}/enter?code={code}&next=/s/aula1")
        with made.expect_download() as download:
            made.locator(".snippets").get_by_role("link", name="ca.pem", exact=True).click()
        download.value.save_as(tmp_path / "ca.pem")
        yield made
    finally:
        browser.close()


def test_every_snippet_comes_in_with_the_one_account(page: Page, secure: tuple[Lab, str], tmp_path: Path) -> None:
    lab, password = secure
    for shell in ("Linux, macOS", "cmd do Windows"):
        page.get_by_role("radio", name=shell).check()
        line = copy(page, "Enviar uma medida").replace("PASSWORD", password)
        subprocess.run(shlex.split(line), cwd=tmp_path, timeout=20, check=True)
    wait_until(lambda: len(records(lab, "aula1")) == 2, what="both are logged")

    tab(page, "Python")
    (tmp_path / "device.py").write_text(
        copy(page, "Python: ouvir, falar e medir").replace("PASSWORD", password), encoding="utf-8"
    )
    with running([sys.executable, "device.py"], tmp_path) as output:
        wait_until(lambda: "Olá do Python" in output(), what=lambda: f"the Python program hears itself:\n{output()}")

    tab(page, "Node.js")
    (tmp_path / "device.mjs").write_text(
        copy(page, "Node.js: ouvir, falar e medir").replace("PASSWORD", password), encoding="utf-8"
    )
    (tmp_path / "node_modules").symlink_to(ROOT / "web" / "ui" / "node_modules")
    with running([*obtain().node, "device.mjs"], tmp_path) as output:
        wait_until(lambda: "Olá do Node.js" in output(), what=lambda: f"the Node program hears itself:\n{output()}")

    assert {record["role"] for record in records(lab, "aula1")} == {ROLE}


def test_a_program_with_a_wrong_password_says_so(page: Page, tmp_path: Path) -> None:
    tab(page, "Python")
    (tmp_path / "device.py").write_text(copy(page, "Python: ouvir, falar e medir"), encoding="utf-8")
    with running([sys.executable, "device.py"], tmp_path) as output:
        wait_until(lambda: "o laboratório não me deixa entrar" in output(), what=lambda: f"it says why:\n{output()}")
