"""The page of the boards in an open lab: no accounts, but the files."""

import io
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from tests.end_to_end.conftest import Visitor
from tests.support.services import Lab


def test_an_open_lab_says_that_no_accounts_are_needed_and_offers_the_files(
    standing: Lab, visitors: list[Visitor]
) -> None:
    page = visitors[0].open(standing, "/?lang=pt-BR")
    page.get_by_role("link", name="Placas").click()
    expect(page.locator(".boards-open")).to_contain_text("não precisam de conta")
    page.get_by_label("Quantas placas").fill("3")
    page.get_by_label("Sessão", exact=True).fill("aula1")
    page.get_by_role("button", name="Preparar os arquivos de 3 placas").click()
    expect(page.locator("#boards-ready")).to_have_text("3 placas prontas")
    expect(page.locator(".passwords")).to_have_count(0)
    expect(page.locator(".account-list")).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Baixar os arquivos").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    made: dict[str, object] = {}
    exec(archive.read("esp32-3/config.py"), made)
    assert (made["PORT"], made["ROLE"], made["USERNAME"]) == (standing.mqtt_port, "esp32-3", "")
