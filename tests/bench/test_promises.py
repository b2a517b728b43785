"""bench.promises: what is tried, what breaks a promise, and one fault with every client."""

import pytest

from bench.promises.clients import CLIENTS
from bench.promises.command import counted, main
from bench.promises.plan import AT_LEAST_ONCE, AT_MOST_ONCE, EXACTLY_ONCE, FAULTS, WITH_ID, Count, Row, Way, markdown
from faults.rules import Rule


def test_every_rule_is_one_that_the_fault_lab_takes() -> None:
    assert [Rule.parse(rule).text() for rule in FAULTS if rule and "200ms" not in rule] == [
        rule for rule in FAULTS if rule and "200ms" not in rule
    ]


@pytest.mark.parametrize(
    ("way", "count", "broken"),
    [
        (AT_MOST_ONCE, Count(9, 0, 0), ""),
        (AT_LEAST_ONCE, Count(9, 9, 3), ""),
        (AT_LEAST_ONCE, Count(9, 8, 0), "lost"),
        (WITH_ID, Count(9, 9, 1), "doubled"),
        (EXACTLY_ONCE, Count(9, 9, 1), "doubled"),
        (EXACTLY_ONCE, Count(9, 9, 0), ""),
    ],
)
def test_what_breaks_a_promise(way: Way, count: Count, broken: str) -> None:
    assert count.broken(way) == broken


def test_the_log_is_counted_for_each_role() -> None:
    records: list[dict[str, object]] = [{"role": "0", "data": {"n": number}} for number in (1, 2, 2)]
    records += [{"role": "1", "data": {"n": 1}}, {"role": "0", "text": "hello"}]
    assert counted(records, "0", 5) == Count(5, 2, 1)


def test_the_table_has_a_column_for_each_client() -> None:
    row = Row("lose-puback:10%", AT_LEAST_ONCE, {"paho": Count(9, 9, 2), "MicroPython": None})
    assert markdown([row], ["paho", "MicroPython"]).splitlines()[-1] == (
        "| `lose-puback:10%` | 1 | at least once (4.3.2) | 9 of 9, 2 doubled |  |"
    )


def test_every_promise_holds_when_acknowledgements_are_lost(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "lose-puback", "--messages", "20"]) == 0
    said = capsys.readouterr().out
    assert all(f"{client}: 20 of 20" in said for client in CLIENTS)
