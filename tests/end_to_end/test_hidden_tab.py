"""A tab that nobody looks at: it takes in what comes and draws nothing of it, until it is shown."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab

# Chromium without a window shows every tab. What a hidden one sees is done here as the HTML standard says it (update
# the rendering; page visibility): it is told so, and has no animation frames until it is shown.
HIDEABLE = """
let hidden = false, frames = [];
const frame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) => (hidden ? frames.push(draw) : frame(draw));
Object.defineProperty(document, "hidden", { get: () => hidden });
Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
window.setHidden = (now) => {
  hidden = now;
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  if (!hidden) for (const draw of frames.splice(0)) frame(draw);
};
window.passFrames = (count) => new Promise((done) => {
  const next = () => (count-- > 0 ? frame(next) : done());
  next();
});
window.drawings = 0;
window.countDrawings = () => new MutationObserver((changes) => (drawings += changes.length)).observe(
  document.querySelector("[role=log]"), { attributes: true, childList: true, subtree: true, characterData: true });
"""

RECORDS = 20


@pytest.fixture
def hidden(standing: Lab, visitors: list[Visitor]) -> Page:
    """A role's window that was hidden while its log was at rest."""
    visitors[0].context.add_init_script(HIDEABLE)
    with probe(standing.mqtt_port) as device:
        device.publish("chat/unseen/sensor-1", "before")
    page = visitors[0].open(standing, "/s/unseen/usuario")
    expect(page.get_by_role("log").get_by_text("before", exact=True).last).to_be_visible()
    expect(page.locator(".person")).to_have_count(1)
    page.evaluate("() => { setHidden(true); countDrawings(); }")
    return page


def test_a_hidden_tab_does_not_draw_what_comes_and_is_right_when_it_is_shown(standing: Lab, hidden: Page) -> None:
    with probe(standing.mqtt_port) as device:
        for number in range(1, RECORDS + 1):
            device.publish("chat/unseen/sensor-1", f"unseen {number}")
    # The title of a tab is seen also then: it counts what has arrived in the page.
    expect(hidden).to_have_title(re.compile(rf"^\({RECORDS}\) "))
    # Longer than a page that is shown ever rests between two drawings.
    hidden.evaluate("() => passFrames(60)")
    assert hidden.evaluate("() => drawings") == 0
    hidden.evaluate("() => setHidden(false)")
    lines = hidden.get_by_role("log").locator("[data-seq]")
    expect(lines).to_have_count(RECORDS + 1)
    assert [line.get_attribute("data-seq") for line in lines.all()] == [str(seq) for seq in range(1, RECORDS + 2)]
