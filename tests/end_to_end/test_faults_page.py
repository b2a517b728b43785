"""The fault lab's page in a real browser: faults by switches, what passes, and a claim that is counted in the log."""

import json
import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.conftest import Visitor
from tests.end_to_end.test_accessibility import LOOKS, axe, look, violations
from tests.end_to_end.test_touch import SMALL, WIDER
from tests.support.mqtt import probe
from tests.support.ports import free_port
from tests.support.services import Lab


def started(lab: Lab) -> Lab:
    """The lab with a fault lab, running."""
    lab.settings["LAB_FAULTS_PORT"] = str(free_port())
    lab.service("faults", "serve")
    lab.start_all()
    return lab


@pytest.fixture
def any_faults(any_lab: Lab) -> Lab:
    """Before each of the brokers."""
    return started(any_lab)


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Before mosquitto, for all tests of this module."""
    made = Lab(tmp_path_factory.mktemp("faults-page"))
    try:
        yield started(made)
    finally:
        made.stop()


def line_of(lab: Lab, session: str, role: str, visitor: Visitor) -> Page:
    """The page of a line."""
    page = visitor.open(lab, f"/f/{session}?as={role}&lang=en")
    expect(page.get_by_role("switch", name="Lose the PUBACK")).to_be_visible()
    return page


def once(page: Page, fault: str) -> None:
    """Let a fault happen to the next packet, and wait until the lab knows that."""
    with page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
        page.get_by_role("switch", name=fault).click()
        page.get_by_role("group", name=f"{fault}: how often").get_by_role("button", name="the next one").click()


def test_the_claim_of_each_qos_is_counted_from_the_log(any_faults: Lab, visitors: list[Visitor]) -> None:
    page = line_of(any_faults, "aula1", "ana", visitors[0])
    claims = page.get_by_role("region", name="What arrived").get_by_role("listitem")
    once(page, "Lose the PUBLISH")
    page.get_by_role("button", name="40 at QoS 0").click()
    expect(claims.first).to_contain_text(re.compile(r"QoS 0: 39 of 40 arrived$"))
    once(page, "Lose the PUBACK")
    page.get_by_role("button", name="40 at QoS 1", exact=True).click()
    expect(claims.first).to_contain_text("QoS 1: 40 of 40, one twice")
    expect(claims.first).to_contain_text("one PUBLISH was sent again")
    once(page, "Lose the PUBACK")
    page.get_by_role("button", name="40 at QoS 1 with id").click()
    expect(claims.first).to_contain_text("QoS 1 with id: 40 of 40, each once")
    expect(claims).to_have_count(3)


def test_what_was_lost_and_came_again_is_in_the_diagram_and_in_the_list(faults: Lab, visitors: list[Visitor]) -> None:
    page = line_of(faults, "diagram", "ana", visitors[0])
    once(page, "Lose the PUBACK")
    page.get_by_role("button", name="40 at QoS 1", exact=True).click()
    diagram = page.get_by_role("region", name="What passes")
    expect(diagram.get_by_role("img")).to_contain_text("DUP")
    diagram.get_by_role("button", name="List").click()
    # What has no PUBACK when the connection ends comes again: that message, and what was on its way behind it.
    expect(diagram.get_by_role("listitem").filter(has_text="DUP").first).to_be_visible()
    expect(diagram.get_by_role("listitem").filter(has_text="the same message again").first).to_be_visible()


def test_a_fault_for_the_next_packet_is_off_after_it(faults: Lab, visitors: list[Visitor]) -> None:
    page = line_of(faults, "once", "ana", visitors[0])
    once(page, "Double the PUBLISH")
    page.get_by_role("button", name="40 at QoS 0").click()
    expect(page.get_by_role("switch", name="Double the PUBLISH")).to_have_attribute("aria-checked", "false")


def test_a_program_that_numbers_its_messages_is_counted(faults: Lab, visitors: list[Visitor]) -> None:
    page = line_of(faults, "stub", "ana", visitors[0])
    page.get_by_text("Connect your own client").click()
    port = requests.put(f"{faults.url}/api/sessions/stub/faults/ana", timeout=10).json()["port"]
    expect(page.get_by_text(f"const int MQTT_PORT = {port};")).to_be_visible()
    with probe(port) as client:
        for number in (1, 2, 4):
            client.publish("chat/stub/board-1", json.dumps({"run": "mine", "n": number, "of": 4}))
    claim = page.get_by_role("region", name="What arrived").get_by_role("listitem")
    expect(claim).to_contain_text("3 of 4 arrived")
    expect(claim).to_contain_text("by the client of board-1")


def test_a_board_in_the_page_goes_through_the_line_whose_port_it_has(faults: Lab, visitors: list[Visitor]) -> None:
    page = line_of(faults, "board", "board-1", visitors[0])
    once(page, "Lose the PUBACK")
    port = requests.put(f"{faults.url}/api/sessions/board/faults/board-1", timeout=10).json()["port"]
    board = visitors[1].open(faults, "/s/board/board-1/board?lang=en")
    board.locator(".cm-content").fill(PROGRAM.replace("PORT", str(port)))
    board.get_by_role("button", name="Run", exact=True).click()
    expect(board.get_by_text("all sent")).to_be_visible(timeout=40_000)
    claim = page.get_by_role("region", name="What arrived").get_by_role("listitem")
    expect(claim).to_contain_text("QoS 1: 3 of 3, one twice")


PROGRAM = """
import json
from umqtt.simple import MQTTClient
c = MQTTClient("b", "lab", PORT)
c.connect()
for n in (1, 2, 3):
    c.publish("chat/board/board-1", json.dumps({"run": "b1", "n": n, "of": 3, "qos": 1}), qos=1)
print("all sent")
"""


def test_who_is_not_known_yet_says_a_name(faults: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(faults, "/f/name?lang=en")
    page.get_by_role("textbox", name="Name").fill("Zoé B")
    page.get_by_role("button", name="Open the line").click()
    expect(page.get_by_role("button", name="40 at QoS 2")).to_be_enabled()
    assert page.url.endswith("as=Zoe-B")


def test_the_teacher_sets_the_same_for_all(faults: Lab, visitors: list[Visitor]) -> None:
    line_of(faults, "all", "bia", visitors[1])
    page = line_of(faults, "all", "ana", visitors[0])
    once(page, "Cut after a PUBLISH")
    page.get_by_role("button", name="The same for all 2 lines").click()
    expect(page.get_by_text("Set for 2 lines.")).to_be_visible()
    lines = requests.get(f"{faults.url}/api/sessions/all/faults", timeout=10).json()["lines"]
    assert [line["rules"] for line in lines] == [["cut-publish:next 1"]] * 2


def test_a_count_is_right_on_a_page_that_is_opened_after_the_run(faults: Lab, visitors: list[Visitor]) -> None:
    page = line_of(faults, "later", "ana", visitors[0])
    for number in range(1, 4):
        page.get_by_role("button", name="40 at QoS 0").click()
        expect(page.get_by_text("40 of 40, each once")).to_have_count(number)
    other = line_of(faults, "later", "ana", visitors[1])
    expect(other.get_by_text("40 of 40, each once")).to_have_count(3)


def test_a_lab_without_a_fault_lab_says_so(lab: Lab, visitors: list[Visitor]) -> None:
    lab.settings["LAB_FAULTS"] = "off"
    lab.start_all()
    page = visitors[0].open(lab, "/f/aula1?as=ana&lang=en")
    expect(page.get_by_role("alert")).to_contain_text("This lab has no fault lab")


def test_axe_finds_nothing_and_a_finger_finds_all(faults: Lab, chromium: Browser) -> None:
    visitor = Visitor(chromium, has_touch=True)
    page = line_of(faults, "axe", "ana", visitor)
    page.get_by_role("switch", name="Delay the PUBLISH").click()
    page.get_by_role("button", name="40 at QoS 1", exact=True).click()
    expect(page.get_by_text("40 of 40, each once")).to_be_visible(timeout=40_000)
    page.get_by_text("Connect your own client").click()
    page.evaluate(axe())
    found = {}
    for theme, width in LOOKS:
        look(page, theme, width)
        for way in ("Diagram", "List"):
            page.get_by_role("button", name=way).click()
            if wrong := [*violations(page), *(page.evaluate(SMALL) if width < 500 else ())]:
                found[theme, width, way] = wrong
        assert page.evaluate(WIDER) <= 0
    visitor.context.close()
    assert found == {}
    assert (visitor.errors, visitor.strangers) == ([], [])
