"""bench.compare: ratios, tables and plot from made-up runs; and that every load runs, with tiny counts."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from bench import __main__ as bench
from bench.compare import systems, trials
from bench.compare.command import all_well, main, run_round, write, write_into
from bench.compare.comparisons import COMPARISONS, GROUPS, NOTHING_KEPT, SHIPPED, Claim, Comparison, Measurement
from bench.compare.results import Result, document, plot, read, readable, table
from bench.compare.trials import Figures, Size

AT_LEAST_TWICE = Claim("rate", "messages/s", "at least", 2)
AT_MOST_TWICE = Claim("p99", "ms", "at most", 2)
TINY = Size(
    intake=200, small_windows=400, flood=100, paced=20, blocking=5, flood_seconds=0.2, idle=10, divide_browsers=50
)
ABOUT: dict[str, object] = {
    "date": "2026-11-22",
    "rounds": 5,
    "cores": 2,
    "memory_gib": 24.0,
    "system": "Linux",
    "python": "3.11",
    "load_before": 0.1,
}


def never(_subject: systems.Subject, _folder: Path, _size: Size) -> Figures:
    raise AssertionError


def subject(name: str) -> systems.Subject:
    def start(_lab: object) -> systems.System:
        raise AssertionError

    return systems.Subject(name, "a broker", start)


def result(*claims: Claim) -> Result:
    """Three runs, of which one went badly for the peer."""
    ours: list[Figures] = [{"rate": rate, "p99": 9.0} for rate in (100.0, 120.0, 110.0)]
    peer: list[Figures] = [{"rate": rate, "p99": 3.0, "share": 0.5} for rate in (50.0, 5.0, 55.0)]
    sides = [Measurement(never, subject(name)) for name in ("ours", "a peer")]
    return Result(Comparison("intake", "in <fast>", "a peer", sides[0], sides[1], claims), ours, peer)


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
    assert ("COLLAPSED: in <fast>, a broker, against a peer" in capsys.readouterr().out) is not well


def test_a_claim_that_is_not_stable_is_no_collapse() -> None:
    assert all_well([result(AT_LEAST_TWICE, AT_MOST_TWICE)], quick=True)


def test_the_table_has_a_line_for_each_claim_and_says_what_is_not_met() -> None:
    lines = table([result(AT_LEAST_TWICE, AT_MOST_TWICE)]).splitlines()[2:]
    assert [line.split("|")[9].strip() for line in lines] == ["ok", "NOT MET"]
    assert "| 2.20 | 2.00 / 2.00 / 24.00 |" in lines[0]


def test_the_table_says_how_much_came_when_that_is_not_all() -> None:
    line = table([result(AT_LEAST_TWICE)]).splitlines()[2]
    assert "| 110 messages/s | 50 messages/s (50 % came) |" in line


def test_the_table_promises_nothing_where_there_is_no_target() -> None:
    nothing = replace(AT_MOST_TWICE, target=0)
    assert table([result(nothing)]).splitlines()[2].split("|")[8:10] == ["  ", "  "]
    assert all_well([result(nothing)], quick=False)


@pytest.mark.parametrize(
    ("value", "text"), [(0.01234, "0.0123"), (1.5, "1.5"), (998.6, "999"), (136_512.0, "137,000"), (0.0, "0")]
)
def test_a_figure_has_three_digits_that_count(value: float, text: str) -> None:
    assert readable(value) == text


def test_the_document_is_json_and_holds_every_run() -> None:
    told = json.loads(json.dumps(document([result(AT_LEAST_TWICE)], {"cores": 2})))
    [one] = told["comparisons"]
    assert ([run["rate"] for run in one["ours_runs"]], one["claims"][0]["holds"]) == ([100, 120, 110], True)


def test_a_document_gives_the_runs_of_known_comparisons_back() -> None:
    made = result(AT_LEAST_TWICE)
    told = json.loads(json.dumps(document([made], {})))
    assert read(told, [made.comparison, COMPARISONS[0]]) == [made]


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


def test_a_measurement_that_several_comparisons_need_is_run_once_a_round() -> None:
    runs = list[str]()

    def noted(one: systems.Subject, _folder: Path, _size: Size) -> Figures:
        runs.append(one.name)
        return {"rate": 1.0}

    both = [Measurement(noted, subject(name)) for name in ("a", "b")]
    assert run_round(both, TINY, 0) == {both[0]: {"rate": 1.0}, both[1]: {"rate": 1.0}}
    run_round(both, TINY, 1)
    assert runs == ["a", "b", "b", "a"]


def test_every_row_of_the_first_table_is_of_the_lab_as_it_ships() -> None:
    ours = {systems.OURS[systems.EMBEDDED], systems.OURS[systems.MOSQUITTO]}
    slow = {systems.OURS_ON_A_SLOW_DISK, systems.OURS_ON_A_SLOW_DISK_WITH_QUEUE}
    assert {one.ours.subject for one in SHIPPED} == ours | slow
    assert systems.KEEPS_NOTHING not in {one.peer.subject.broker for one in SHIPPED}


def filled() -> list[Result]:
    """A run of every comparison, each figure 1."""
    return [Result(one, *([{claim.figure: 1.0 for claim in one.claims}] for _ in range(2))) for one in COMPARISONS]


def test_both_tables_are_put_between_their_marks(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    page = tmp_path / "performance.md"
    page.write_text("".join(f"<!-- {name} -->old<!-- end of {name} -->rest" for name in ("as shipped", "nothing kept")))
    write_into(page, filled(), ABOUT)
    claims = sum(len(one.claims) for one in (*SHIPPED, *NOTHING_KEPT))
    written = page.read_text()
    assert (written.count("| `bench "), written.count("2 cores, 24.0 GiB"), "old" in written) == (claims, 2, False)
    assert (tmp_path / "images" / "performance.svg").exists()


def test_some_rows_alone_are_not_put_into_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["intake", "--into", "docs/performance.md"])
    assert "needs --add" in capsys.readouterr().err


def test_a_run_of_some_rows_keeps_the_others_of_the_last_run(tmp_path: Path) -> None:
    write(filled(), tmp_path, ABOUT)
    main(["tail", "--against", "nobody", "--add", "--out", str(tmp_path)])
    kept = json.loads((tmp_path / "compare.json").read_text())["comparisons"]
    assert [one["what"] for one in kept] == [one.what for one in COMPARISONS]


@pytest.mark.parametrize(
    "one",
    [
        systems.OURS[systems.EMBEDDED],
        systems.OURS[systems.MOSQUITTO],
        systems.OURS_ON_A_SLOW_DISK,
        systems.PEERS_AS_INSTALLED["mosquitto_sub"],
        systems.PEERS_AS_INSTALLED["Flask bridge"],
    ],
    ids=lambda one: f"{one.name} on {one.broker}",
)
def test_intake_is_measured(one: systems.Subject, tmp_path: Path) -> None:
    figures = trials.intake(one, tmp_path / "run", TINY)
    assert figures["rate"] > 0
    assert figures["share"] == 1


def test_intake_with_a_window_of_one_is_measured(tmp_path: Path) -> None:
    figures = trials.intake(systems.OURS[systems.EMBEDDED], tmp_path / "run", TINY, publishers_each=4, window=1)
    assert figures["share"] == 1


def test_what_browsers_of_this_lab_get_is_measured(tmp_path: Path) -> None:
    figures = trials.fan_out(systems.OURS[systems.EMBEDDED], tmp_path / "run", TINY, count=100)
    assert (figures["rate"] > 0, figures["share"]) == (True, 1)


@pytest.mark.parametrize("in_flood", [False, True])
def test_the_time_to_a_puback_is_measured(tmp_path: Path, *, in_flood: bool) -> None:
    figures = trials.puback(systems.OURS[systems.EMBEDDED], tmp_path / "run", TINY, in_flood=in_flood)
    assert 0 < figures["p50"] <= figures["p99"]
