"""The report for people."""

from dataclasses import replace

import pytest

from devices.fleet import report_text
from devices.fleet.report import NOTHING, Check
from devices.fleet.texts import Texts
from tests.devices.fleet.test_report import report

GOOD = report(Check(logged=3))


def told(made: object, language: str = "en", *, is_busy: bool = False) -> str:
    return "\n".join(report_text.lines(made, Texts(language), is_busy=is_busy))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nothing acknowledged is lost"), ("pt-BR", "Nada confirmado se perdeu")]
)
def test_the_verdict_is_in_the_language_of_the_lab(language: str, words: str) -> None:
    assert words in told(GOOD, language).splitlines()[-1]


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_what_is_lost_is_told_with_its_number(language: str) -> None:
    text = told(report(Check(logged=2000, lost=1234, missing=1234)), language)
    assert ("1,234" if language == "en" else "1.234") in text


def test_refusals_are_told_by_their_reason() -> None:
    GOOD.totals.refused["flood"] = 7
    assert "7 (flood 7)" in told(GOOD)


def test_a_double_of_a_resend_names_the_window_of_the_lab() -> None:
    assert "4096" in told(report(Check(logged=3, doubled=2, doubled_resends=1)))


def test_wills_are_told_when_there_were_some() -> None:
    assert "1 of 2 devices" in told(report(Check(logged=3), wills=(2, 1)))
    assert "offline" not in told(GOOD)


def test_without_a_log_nothing_is_said_about_it() -> None:
    text = told(replace(GOOD, source=NOTHING))
    assert "could not be compared" in text
    assert "lost" not in text


def test_a_fleet_that_was_the_limit_says_so() -> None:
    assert "The fleet itself was the limit" in told(GOOD, is_busy=True)
