"""Deleting a session from the page: its menu, a dialog that names it, and nothing left on the disk."""

import requests
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def talk(lab: Lab, session: str) -> None:
    """Log one message."""
    with probe(lab.mqtt_port, f"log/{session}") as device:
        device.publish(f"chat/{session}/maria", "Olá")
        device.wait_for_records(session, 1)


def confirm(page: Page, session: str) -> None:
    """Type the session's name and delete."""
    dialog = page.get_by_role("dialog")
    button = dialog.get_by_role("button", name="Apagar para sempre")
    expect(button).to_be_disabled()
    dialog.get_by_role("textbox").fill(session)
    button.click()


def test_a_session_is_deleted_once_its_name_is_typed(standing: Lab, visitors: list[Visitor]) -> None:
    talk(standing, "gone")
    page = visitors[0].open(standing, "/")
    page.get_by_label("Mais sobre gone").click()
    page.get_by_role("button", name="Apagar…").click()
    expect(page.get_by_role("dialog", name="Apagar “gone” para sempre?")).to_contain_text("1 registro")
    confirm(page, "gone")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="gone", exact=True)).to_have_count(0)
    assert not (standing.logs / "gone").exists()


def test_a_deletion_that_is_cancelled_deletes_nothing(standing: Lab, visitors: list[Visitor]) -> None:
    talk(standing, "stays")
    page = visitors[0].open(standing, "/")
    page.get_by_label("Mais sobre stays").click()
    page.get_by_role("button", name="Apagar…").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("stays")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert (standing.logs / "stays").is_dir()


def test_an_archived_session_is_deleted_from_its_page(standing: Lab, visitors: list[Visitor]) -> None:
    talk(standing, "past")
    requests.post(f"{standing.url}/api/sessions/past/archive", json={}, timeout=10).raise_for_status()
    archived = requests.get(f"{standing.url}/api/archive", timeout=10).json()["archived"]
    [name] = [each["name"] for each in archived if each["session"] == "past"]
    page = visitors[0].open(standing, f"/a/{name}")
    page.locator("summary[aria-label=Menu]").click()
    page.get_by_role("button", name="Apagar…").click()
    confirm(page, "past")
    page.wait_for_url(f"{standing.url}/")
    wait_until(lambda: not (standing.logs / ".archive" / name).exists(), what="its folder is gone")
