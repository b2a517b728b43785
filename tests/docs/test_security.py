"""SECURITY.md: every attack that it names has a test, and its numbers are those of the code."""

import re

import pytest

from bridge.limits.new_sessions import SessionLimits
from broker import limits
from chat.settings import Settings
from tests.support.services import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [
    line for line in TEXT[TEXT.index("## Attacks") : TEXT.index("## What stays")].splitlines() if "](tests/" in line
]


def test_there_are_attacks() -> None:
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS, ids=[row.split("|")[1].strip()[:40] for row in ROWS])
def test_an_attack_is_shown_by_tests_that_exist(row: str) -> None:
    named = re.findall(r"\]\((tests/[^)]+)\)", row)
    assert [path for path in named if "\ndef test_" not in (ROOT / path).read_text(encoding="utf-8")] == []


def test_its_numbers_are_those_of_the_code() -> None:
    settings = Settings()
    told = SessionLimits(
        per_role=settings.new_sessions_per_role, in_all=settings.new_sessions, most=settings.max_sessions
    )
    assert f"{told.per_role} a minute for a role, {told.in_all} in all, {told.most:,} at all" in TEXT
    assert f"{limits.MAX_CONNECTIONS:,} places" in TEXT
    assert f"{limits.RESERVED_CONNECTIONS} places more" in TEXT
    assert f"{limits.MAX_SUBSCRIPTIONS:,} of {limits.MAX_FILTER:,} characters" in TEXT
    assert f"{limits.MAX_RETAINED:,} topics, {limits.MAX_RETAINED_BYTES // 2**20} MiB" in TEXT
