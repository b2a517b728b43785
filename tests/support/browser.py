"""Debian's Chromium, driven by Playwright, cut off from everything but this machine."""

import os
import shutil

from playwright.sync_api import Browser, BrowserType, Playwright

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str:
    """The path of Chromium. Raises AssertionError with what to type when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise AssertionError("no Chromium: run `python lab.py test`, which installs it or says how")


def launch(playwright: Playwright) -> Browser:
    """A headless browser."""
    return launch_type(playwright.chromium)


def launch_type(kind: BrowserType, *arguments: str) -> Browser:
    """A headless browser with further arguments. As root Chromium has no sandbox of its own."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    given = [*ARGUMENTS, *arguments, *(["--no-sandbox"] if is_root else [])]
    return kind.launch(executable_path=chromium(), args=given)
