"""Kill the web again and again while two pages talk; both must have every record once, in order.

Two people in Chromium send by the page itself; the server is killed with SIGKILL at random moments and started again.
What a page has drawn, in the end also on the way up to its beginning, is noted by an observer in the page; the truth is
the log.
"""

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from chat.history import History
from chat.record import Record
from tests.support.browser import launch
from tests.support.services import Lab
from tests.support.waiting import wait_until

# Notes each record that is drawn, and whether the list was ever out of order or held one twice.
OBSERVER = """
() => {
  window.seen = new Set();
  window.faults = [];
  const look = () => {
    const seqs = [...document.querySelectorAll('[data-seq]')].map((node) => Number(node.dataset.seq));
    for (let i = 0; i < seqs.length; i += 1) {
      window.seen.add(seqs[i]);
      if (i > 0 && seqs[i] <= seqs[i - 1]) window.faults.push([seqs[i - 1], seqs[i]]);
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}
"""


@dataclass(frozen=True)
class Plan:
    """Messages each way, and kills of the web among them."""

    messages: int = 2000
    kills: int = 10
    seed: int = 1


@dataclass(frozen=True)
class Outcome:
    """What was seen: records in the log, and for each page what it lacked and what stood wrong."""

    logged: int
    doubled_in_log: int
    missing: tuple[int, int]
    faults: tuple[int, int]
    kills: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        """Whether both pages had everything once, in order."""
        return self.missing == (0, 0) and self.faults == (0, 0) and self.doubled_in_log == 0


def run(plan: Plan, folder: Path, browser: Browser) -> Outcome:
    """Carry out a plan in a lab of its own."""
    lab = Lab(folder)
    chance = random.Random(plan.seed)
    moments = set(chance.sample(range(1, plan.messages), plan.kills))
    begun = time.monotonic()
    try:
        lab.start_broker()
        lab.start_bridge()
        lab.start_web()
        pages = [browser.new_context().new_page() for _ in range(2)]
        for page, role in zip(pages, ("usuario", "atendente"), strict=True):
            page.goto(f"{lab.url}/s/aula1/{role}")
            page.locator("#message").wait_for()
            page.evaluate(OBSERVER)
        for number in range(plan.messages):
            if number in moments:
                lab.services["web"].kill()
                lab.services["web"].start()
                print(f"message {number}: web killed", flush=True)
            for page in pages:
                _say(page, f"m{number}")
        return _outcome(lab, plan, pages, begun)
    finally:
        lab.stop()


def _say(page: Page, text: str) -> None:
    """Send by the page's own means, waiting while its outbox is full."""
    field = page.locator("#message")
    field.fill(text)
    wait_until(lambda: _is_sent(field), seconds=60, every=0.2, what="room in the outbox")


def _is_sent(field: Locator) -> bool:
    field.press("Enter")
    return field.input_value() == ""


def _outcome(lab: Lab, plan: Plan, pages: list[Page], begun: float) -> Outcome:
    history = History(lab.logs / "aula1")
    expected = 2 * plan.messages
    wait_until(lambda: history.last_seq() >= expected, seconds=120, every=0.2, what=f"{expected} records")
    records = [Record.decode(line) for line in history.all()]
    said = [(record.role, record.text) for record in records if not record.event]
    for page in pages:
        page.wait_for_function("(last) => window.seen.has(last)", arg=records[-1].seq, timeout=60_000)
    truth = {record.seq for record in records}
    missing = [len(_look_back(page, truth)) for page in pages]
    faults = [int(page.evaluate("() => window.faults.length")) for page in pages]
    return Outcome(
        len(said),
        len(said) - len(set(said)),
        (missing[0], missing[1]),
        (faults[0], faults[1]),
        plan.kills,
        time.monotonic() - begun,
    )


def _look_back(page: Page, truth: set[int], rounds: int = 300) -> set[int]:
    """What the page can not show; what did not fit the screen after a catch-up, one has to scroll to."""
    for _ in range(rounds):
        missing = truth - set(page.evaluate("() => [...window.seen]"))
        if not missing:
            break
        page.evaluate("() => { document.querySelector('.messages').scrollTop = 0; }")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        page.wait_for_timeout(20)
    return missing


def main(arguments: list[str]) -> int:
    """Run with the options given; 0 when both pages had everything once."""
    parser = argparse.ArgumentParser(prog="lab.py bench gaps", description=(__doc__ or "").splitlines()[0])
    for name, default in (("messages", 2000), ("kills", 10), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    plan = Plan(**vars(parser.parse_args(arguments)))
    with tempfile.TemporaryDirectory(prefix="lab-gaps-") as folder, sync_playwright() as playwright:
        outcome = run(plan, Path(folder), launch(playwright))
    print(outcome)
    return 0 if outcome.is_clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
