"""What a teacher downloads in the browser opens in a spreadsheet: the session as a workbook, the chart as CSV."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.spreadsheet import LibreOffice, Read


def measure(lab: Lab) -> None:
    with probe(lab.mqtt_port, "log/aula1") as sensor:
        sensor.publish("chat/aula1/sensor-1", '{"temperature": 23.5}')
        sensor.publish("chat/aula1/ana", "=1+1")
        sensor.wait_for_records("aula1", 2)


def opened(page: Page, link: Locator, folder: Path) -> dict[str, list[list[Read]]]:
    """What LibreOffice finds in what this link downloads."""
    with page.expect_download() as waiting:
        link.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return LibreOffice(folder).sheets(file, "pt-BR")


def test_the_menu_of_a_session_has_it_as_a_workbook(whole: Lab, visitors: list[Visitor], tmp_path: Path) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/s/aula1/maria")
    page.get_by_title("Menu", exact=True).click()
    sheets = opened(page, page.get_by_role("link", name="Planilha (XLSX)"), tmp_path)
    values, messages = sheets["Valores"], sheets["Mensagens"]
    assert (values[1][0].kind, values[1][3].kind, values[1][3].shown) == ("date", "float", "23,5")
    assert "=1+1" in [row[5].shown for row in messages if len(row) > 5]


def test_the_chart_as_csv_has_dates_and_numbers(whole: Lab, visitors: list[Visitor], tmp_path: Path) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/d/aula1")
    expect(page.locator(".chart canvas")).to_be_visible()
    [rows] = opened(page, page.get_by_role("button", name="CSV"), tmp_path).values()
    assert [cell.kind for cell in rows[1]] == ["date", "float", "float"]
    assert rows[1][2].value == "23.5"
