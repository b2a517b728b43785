"""bench.compare: ratios, table and plot from made-up runs; and that every load runs, with tiny counts."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Literal

import pytest

from bench import __main__ as bench
from bench.compare import systems
from bench.compare.command import all_well
from bench.compare.comparisons import COMPARISONS, GROUPS, Claim, Comparison
from bench.compare.results import Result, document, plot, table
from bench.compare.trials import Figures, Size, fan_out, intake

AT_LEAST_TWICE = Claim("rate", "messages/s", "at least", 2)
AT_MOST_TWICE = Claim("p99", "ms", "at most", 2)
TINY = Size(intake=200, flood=100, divide_browsers=50)


def result(*claims: Claim) -> Result:
    """Three runs, of which one went badly for the peer."""

    def never(_folder: Path, _size: Size) -> Figures:
        raise AssertionError

    ours: list[Figures] = [{"rate": rate, "p99": 9.0} for rate in (100.0, 120.0, 110.0)]
    peer: list[Figures] = [{"rate": rate, "p99": 3.0} for rate in (50.0, 5.0, 55.0)]
    return Result(Comparison("intake", "in <fast>", "a peer", never, never, claims), ours, peer)


def test_the_ratio_that_counts_is_of_the_medians() -> None:
    assert result().median_ratio(AT_LEAST_TWICE) == pytest.approx(110 / 50)
    assert result().ratios(AT_LEAST_TWICE) == pytest.approx([2, 24, 2])


@pytest.mark.parametrize(
    ("claim", "ratio", "holds"),
    [
        (AT_LEAST_TWICE, 2.0, True),
        (AT_LEAST_TWICE, 1.9, False),
        (AT_MOST_TWICE, 2.0, True),
        (AT_MOST_TWICE, 3.0, False),
    ],
)
def test_a_claim_holds_on_its_side_of_the_target(claim: Claim, ratio: float, holds: bool) -> None:
    assert claim.holds(ratio) is holds


@pytest.mark.parametrize(
    ("bound", "ratio", "well"),
    [("at least", 1.1, True), ("at least", 0.9, False), ("at most", 1.1, False), ("at most", 0.9, True)],
)
def test_a_quick_run_fails_when_something_has_collapsed_and_says_what(
    capsys: pytest.CaptureFixture[str], bound: Literal["at least", "at most"], ratio: float, well: bool
) -> None:
    claim = Claim("rate", "messages/s", bound, 5, collapse=1)
    made = result(claim)
    made.ours, made.peer = [{"rate": ratio}], [{"rate": 1.0}]
    assert all_well([made], quick=True) is well
    assert ("COLLAPSED: in <fast> against a peer" in capsys.readouterr().out) is not well


def test_a_claim_that_is_not_stable_is_no_collapse() -> None:
    assert all_well([result(AT_LEAST_TWICE, AT_MOST_TWICE)], quick=True)


def test_the_table_has_a_line_for_each_claim_and_says_what_is_not_met() -> None:
    lines = table([result(AT_LEAST_TWICE, AT_MOST_TWICE)]).splitlines()[2:]
    assert [line.rsplit("|", 2)[1].strip() for line in lines] == ["ok", "NOT MET"]
    assert "| 2.20 | 2.00 / 2.00 / 24.00 |" in lines[0]


def test_the_document_is_json_and_holds_every_run() -> None:
    told = json.loads(json.dumps(document([result(AT_LEAST_TWICE)], {"cores": 2})))
    [one] = told["comparisons"]
    assert ([run["rate"] for run in one["ours_runs"]], one["claims"][0]["holds"]) == ([100, 120, 110], True)


def test_the_plot_is_an_svg_with_a_mark_for_each_claim() -> None:
    drawn = ET.fromstring(plot([result(AT_LEAST_TWICE, AT_MOST_TWICE)]))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == 2


def test_no_group_has_the_name_of_another_command() -> None:
    assert set(GROUPS).isdisjoint(bench.COMMANDS)
    assert {one.group for one in COMPARISONS} == set(GROUPS)


def test_a_group_that_is_none_is_an_error_that_names_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["nonsense"])
    assert "intake" in capsys.readouterr().err


@pytest.mark.parametrize("start", [systems.our_bridge, systems.mosquitto_sub, systems.flask_bridge])
def test_intake_is_measured(start: systems.Start, tmp_path: Path) -> None:
    assert intake(start, tmp_path / "run", TINY, qos=1)["rate"] > 0


def test_what_browsers_of_this_lab_get_is_measured(tmp_path: Path) -> None:
    assert fan_out(systems.ours, tmp_path / "run", TINY, count=100)["rate"] > 0
