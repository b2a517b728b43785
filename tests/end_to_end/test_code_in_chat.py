"""Code in chat: what was typed is in the log byte for byte, and every page shows it apart, to copy."""

from typing import Any

import orjson
import requests
from playwright.sync_api import Page, expect

from chat.history import History
from tests.end_to_end.conftest import Visitor
from tests.end_to_end.test_accessibility import RULES, axe
from tests.support.services import Lab
from tests.support.waiting import wait_until

LONG_LINE = "\tprint(" + "'x' + " * 60 + "'')"
CODE = f"while True:\n    led.toggle()\n{LONG_LINE}"


def texts(lab: Lab, session: str) -> list[str]:
    return [orjson.loads(line).get("text", "") for line in History(lab.logs / session).all()]


def block_of(page: Page) -> Any:
    block = page.locator(".code-block")
    expect(block.locator("pre")).to_have_text(CODE)
    return block


def findings(page: Page) -> Any:
    page.evaluate(axe())
    run = "async (rules) => (await axe.run({ runOnly: rules })).violations.map(({ id, nodes }) => [id, nodes[0].html])"
    return page.evaluate(run, RULES)


def test_code_is_typed_sent_shown_and_copied_as_it_is(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/code/ana")
    page.set_viewport_size({"width": 360, "height": 640})
    field = page.locator("#message")
    field.fill("vejam `led`:\n```python\nwhile True:\n")
    field.press("Control+End")
    field.press("Tab")
    field.press_sequentially("led.toggle()")
    field.press("Enter")
    expect(field).to_have_value("vejam `led`:\n```python\nwhile True:\n    led.toggle()\n    ")
    field.press("Control+Z")
    field.fill(f"vejam `led`:\n```python\n{CODE}\n```")
    field.press("Enter")
    wait_until(lambda: texts(standing, "code"), what="the message is logged")
    assert texts(standing, "code") == [f"vejam `led`:\n```python\n{CODE}\n```"]

    block = block_of(page)
    expect(page.locator(".text code")).to_have_text("led")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert block.locator("pre").evaluate("(pre) => pre.scrollWidth > pre.clientWidth")
    block.get_by_role("button").click()
    expect(block.get_by_role("button")).to_contain_text("Copiado")
    field.press("Control+V")
    expect(field).to_have_value(CODE)
    assert findings(page) == []


def test_pasted_indentation_is_code_in_each_page(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/pasted/ana")
    page.locator("#message").fill(CODE)
    page.locator("#message").press("Enter")
    wait_until(lambda: texts(standing, "pasted"), what="the message is logged")
    assert texts(standing, "pasted") == [CODE]
    block_of(visitors[1].open(standing, "/v/pasted"))
    found = visitors[1].open(standing, "/search?q=toggle&session=pasted")
    expect(found.locator(".hit-code mark")).to_have_text("toggle")
    assert findings(found) == []
    requests.post(f"{standing.url}/api/sessions/pasted/archive", json={}, timeout=10).raise_for_status()
    archived = requests.get(f"{standing.url}/api/archive", timeout=10).json()["archived"]
    [name] = [each["name"] for each in archived if each["session"] == "pasted"]
    block_of(visitors[1].open(standing, f"/a/{name}"))
