"""What the first load of each page costs: bytes over the wire, requests, and milliseconds until it can be used.

A fresh browser context each time, so nothing is cached; bytes are counted by Chromium itself, as they came, compressed.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import launch
from tests.support.services import Lab

# Each page, and what is there once it can be used.
PAGES = {
    "/": "main input",
    "/s/aula1": "main h1",
    "/s/aula1/usuario": "#message",
    "/v/aula1": "[role=log]",
    "/d/aula1": "main h1",
    "/w/aula1": "main textarea",
    "/search": "main input",
    "/lessons/": "main h1",
}


def load(browser: Browser, url: str, ready: str) -> tuple[int, int, float]:
    """Bytes, requests and milliseconds of one first load."""
    context = browser.new_context()
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    begun = time.perf_counter()
    page.goto(url)
    page.locator(ready).first.wait_for()
    taken = (time.perf_counter() - begun) * 1000
    page.wait_for_timeout(500)
    context.close()
    return sum(sizes), len(sizes), taken


def main(arguments: list[str]) -> int:
    """Measure each page several times and print a line for it."""
    parser = argparse.ArgumentParser(prog="lab.py bench load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="lab-load-") as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        browser = launch(playwright)
        try:
            lab.start_broker()
            lab.start_bridge()
            lab.start_web()
            for path, ready in PAGES.items():
                loads = [load(browser, lab.url + path, ready) for _ in range(options.rounds)]
                size, requests = max(one[0] for one in loads), max(one[1] for one in loads)
                median = statistics.median(one[2] for one in loads)
                print(f"{path:18} {size / 1024:6.1f} KiB  {requests:2} requests  usable after {median:5.0f} ms")
        finally:
            lab.stop()
    return 0
