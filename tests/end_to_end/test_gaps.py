"""No gap in short; `python lab.py bench gaps` is the long run."""

from pathlib import Path

from playwright.sync_api import Browser

from bench.gaps import Plan, run


def test_two_pages_have_every_record_once_over_kills_of_the_web(tmp_path: Path, chromium: Browser) -> None:
    outcome = run(Plan(messages=40, kills=2, seed=3), tmp_path, chromium)
    assert outcome.logged == 80
    assert (outcome.missing, outcome.faults, outcome.doubled_in_log) == ((0, 0), (0, 0), 0)
