"""What a flood costs the page: how busy its main thread is, how typing feels, how its memory grows.

A window of one role looks on in Chromium while a device says `rate` things a second, and somebody types into it all the
while. Busy is the browser's own count (`TaskDuration` of the DevTools protocol) against the clock. Afterwards the log
grows as fast as it will to `records`, and the heap is read once more, each time after a garbage collection.
"""

import argparse
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from tests.support.browser import launch
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

MEGABYTE = 1_000_000
WARM_UP = 5.0
KEYS_EVERY_MS = 120
BURST = 5_000

# From a key to the frame that shows it: the next animation frame, and the task after it, when it has been painted.
NOTE_KEYS = """() => {
  window.keyTimes = [];
  document.addEventListener("keydown", (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.keyTimes.push(performance.now() - began);
      port2.postMessage(0);
    });
  }, { capture: true });
}"""


@dataclass(frozen=True)
class Plan:
    """Records a second, for how many seconds, and how many records there are in the end."""

    rate: int = 200
    seconds: float = 60.0
    records: int = 100_000


@dataclass(frozen=True)
class Outcome:
    """What was seen: shares of the time (0 to 1), `keys` in milliseconds, heaps in bytes."""

    busy: float
    shares: dict[str, float]
    shown: int
    heap_before: float
    heap_after: float
    heap_at_end: float
    keys: list[float]

    def report(self) -> str:
        """In words."""
        parts = ", ".join(f"{name} {share:.1%}" for name, share in self.shares.items())
        before, after, at_end = (heap / MEGABYTE for heap in (self.heap_before, self.heap_after, self.heap_at_end))
        median, p99 = _at(self.keys, 0.5), _at(self.keys, 0.99)
        return "\n".join(
            [
                f"main thread busy   {self.busy:.1%} ({parts})",
                f"heap               {before:.1f} MB before, {after:.1f} MB after",
                f"typing to paint    median {median:.0f} ms, p99 {p99:.0f} ms ({len(self.keys)} keys)",
                f"after {self.shown} records  heap {at_end:.1f} MB",
            ]
        )


class Device:
    """Says something `rate` times a second, now in words, now in numbers."""

    def __init__(self, port: int, rate: int) -> None:
        self._port = port
        self._rate = rate
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="device")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Say nothing more."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        with probe(self._port) as device:
            due, number = time.monotonic(), 0
            while not self._stop.is_set():
                device.connection.publish(f"chat/aula1/sensor-{number % 5}", _words(number), qos=1)
                number += 1
                due += 1 / self._rate
                self._stop.wait(max(0.0, due - time.monotonic()))


def run(plan: Plan, folder: Path) -> Outcome:
    """Carry out a plan in a lab of its own."""
    lab = Lab(folder)
    try:
        for start in (lab.start_broker, lab.start_bridge, lab.start_web):
            start()
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{lab.url}/s/aula1/usuario")
            expect(page.locator("textarea")).to_be_visible()
            return _measure(plan, lab, page)
    finally:
        lab.stop()


def _measure(plan: Plan, lab: Lab, page: Page) -> Outcome:
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    page.evaluate(NOTE_KEYS)
    device = Device(lab.mqtt_port, plan.rate)
    device.start()
    page.wait_for_timeout(WARM_UP * 1000)
    before, heap_before = _metrics(tools), _heap(tools)
    begun = _metrics(tools)
    _type_for(page, plan.seconds)
    ended = _metrics(tools)
    device.stop()
    heap_after = _heap(tools)
    wall = ended["Timestamp"] - begun["Timestamp"]
    shares = {name: (ended[name] - begun[name]) / wall for name in before if name.endswith("Duration")}
    keys = page.evaluate("() => window.keyTimes")
    shown = _fill(plan.records, lab, page)
    return Outcome(shares.pop("TaskDuration"), _largest(shares), shown, heap_before, heap_after, _heap(tools), keys)


def _type_for(page: Page, seconds: float) -> None:
    area = page.locator("textarea")
    area.click()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.keyboard.type("the quick brown fox ", delay=KEYS_EVERY_MS)
        area.press("ControlOrMeta+a")


def _fill(records: int, lab: Lab, page: Page) -> int:
    """Let the log grow to so many records, in bursts that the page takes in one by one. Returns the last it shows."""
    with probe(lab.mqtt_port) as device:
        last = _last_shown(page)
        while last < records:
            goal = min(records, last + BURST)
            for number in range(last, goal - 1):
                device.connection.publish("chat/aula1/sensor-1", _words(number), qos=1)
            # A reading would be folded away, and its `seq` not be seen on the page.
            device.connection.publish("chat/aula1/sensor-1", "end of a burst", qos=1)
            wait_until(lambda goal=goal: _last_shown(page) >= goal, seconds=60, what=f"record {goal}")  # type: ignore[misc]
            last = _last_shown(page)
    return last


def _last_shown(page: Page) -> int:
    return int(page.evaluate("() => Number([...document.querySelectorAll('[data-seq]')].at(-1)?.dataset.seq ?? 0)"))


def _metrics(tools: CDPSession) -> dict[str, float]:
    return {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}


def _heap(tools: CDPSession) -> float:
    tools.send("HeapProfiler.collectGarbage")
    return _metrics(tools)["JSHeapUsedSize"]


def _words(number: int) -> str:
    return f'{{"temperature":{20 + number % 100 / 10}}}' if number % 2 else f"measurement number {number}"


def _largest(shares: dict[str, float]) -> dict[str, float]:
    return dict(sorted(shares.items(), key=lambda one: -one[1])[:4])


def _at(values: list[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else 0.0


def main(arguments: list[str]) -> int:
    """Measure and say what was seen. 1 when the page was busier than the 30 % that typing leaves it."""
    plan = Plan()
    parser = argparse.ArgumentParser(prog="python lab.py bench page", description=__doc__)
    parser.add_argument("--rate", type=int, default=plan.rate)
    parser.add_argument("--seconds", type=float, default=plan.seconds)
    parser.add_argument("--records", type=int, default=plan.records)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Plan(given.rate, given.seconds, given.records), Path(folder))
    print(outcome.report())
    return 0 if outcome.busy < 0.3 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
