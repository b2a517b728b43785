"""The time line."""

import csv
import io
from dataclasses import replace

import pytest

from devices.fleet.live import Console, CsvFile, Moment, Timeline, line
from devices.fleet.texts import Texts
from devices.fleet.totals import Totals

TEXTS = Texts("en")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def moment(totals: Totals | None = None, *, qos: int = 1) -> Moment:
    return Timeline(totals or Totals(), qos).take("steady")


def test_what_waits_is_what_was_sent_and_not_acknowledged() -> None:
    assert moment(Totals(sent=10, acknowledged=7, logged=6)).waiting == 3


def test_at_qos_0_what_waits_is_what_was_sent_and_not_logged() -> None:
    assert moment(Totals(sent=10, logged=6), qos=0).waiting == 4


def test_a_moment_has_the_latencies_since_the_one_before() -> None:
    totals = Totals()
    timeline = Timeline(totals, 1)
    totals.puback.add(0.2)
    first = timeline.take("x")
    totals.puback.add(0.4)
    assert (first.puback_p50_ms, timeline.take("x").puback_p50_ms) == pytest.approx((200, 400), rel=0.01)
    assert totals.puback.all.count == 2


def test_the_line_has_the_counts_and_the_time() -> None:
    text = line(replace(moment(Totals(sent=70_000, connected=5)), seconds=75.0), 6, TEXTS)
    assert text.startswith("01:15  steady  connected 5/6  sent 70,000")


def test_on_a_terminal_a_line_takes_the_place_of_the_one_before() -> None:
    out = Terminal()
    console = Console(out, TEXTS, 5)
    console.show(moment())
    console.show(moment())
    assert "\n" not in out.getvalue()
    console.say("ready")
    assert out.getvalue().endswith("\nready\n")


def test_elsewhere_a_line_comes_every_few_seconds() -> None:
    out = io.StringIO()
    console = Console(out, TEXTS, 5)
    for seconds in range(1, 13):
        console.show(replace(moment(), seconds=float(seconds)))
    assert [text[:5] for text in out.getvalue().splitlines()] == ["00:01", "00:06", "00:11"]


def test_the_table_has_a_row_for_each_moment_under_the_names_of_its_fields() -> None:
    file = io.StringIO()
    rows = CsvFile(file)
    rows.add(moment(Totals(sent=3)))
    (row,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert (row["phase"], row["sent"], row["waiting"]) == ("steady", "3", "3")
