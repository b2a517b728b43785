"""`python lab.py bench [group] [--quick]`: ours and the peers in turn, and the tables of ratios.

What was measured is written to `--out` as `compare.json`, `compare.md` and `compare.svg` after each round. `--into`
writes the tables into a document, between their marks, and the plot beside it.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.compare.comparisons import COMPARISONS, GROUPS, TABLES, Comparison, Measurement
from bench.compare.results import Result, document, plot, read, readable, table
from bench.compare.trials import FULL, QUICK, Figures, Size
from bench.loads.descriptors import lower_to_usual_limit
from bench.marked_part import write_part


def run_round(measurements: Sequence[Measurement], size: Size, number: int) -> dict[Measurement, Figures]:
    """Each measurement once. The order changes from round to round, so that what drifts affects both sides."""
    seen = {}
    for measurement in measurements if number % 2 == 0 else reversed(measurements):
        begun = time.monotonic()
        seen[measurement] = _in_a_folder(measurement, size)
        told = ", ".join(f"{key} {readable(value)}" for key, value in seen[measurement].items())
        print(f"round {number + 1}  {measurement}: {told}  ({time.monotonic() - begun:.1f} s)", flush=True)
    return seen


def _in_a_folder(measurement: Measurement, size: Size) -> Figures:
    folder = Path(tempfile.mkdtemp(prefix="lab-compare-"))
    try:
        return measurement.run(folder / "run", size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def machine(rounds: int) -> dict[str, object]:
    """Where, when and how often this was measured, as far as it matters for figures."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": rounds,
        "system": f"{_system()}, {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": round(psutil.getloadavg()[0], 2),
    }


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):  # no Linux, or one that does not say its name
        return platform.system()


def in_words(about: dict[str, object]) -> str:
    """The line above a table."""
    hardware = f"{about['cores']} cores, {about['memory_gib']} GiB, {about['system']}, Python {about['python']}"
    return f"{about['date']}, {about['rounds']} rounds, {hardware}; load before: {about['load_before']}."


def write(results: Sequence[Result], out: Path, about: dict[str, object]) -> None:
    """Tables, JSON and plot."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "compare.json").write_text(json.dumps(document(results, about), indent=1), encoding="utf-8")
    (out / "compare.md").write_text(tables(results), encoding="utf-8")
    (out / "compare.svg").write_text(plot(results), encoding="utf-8")


def tables(results: Sequence[Result]) -> str:
    """Each table that has rows, under its name."""
    parts = {name: _rows(results, comparisons) for name, comparisons in TABLES.items()}
    return "\n".join(f"{name}:\n\n{table(rows)}" for name, rows in parts.items() if rows)


def _rows(results: Sequence[Result], comparisons: Sequence[Comparison]) -> list[Result]:
    return [one for one in results if one.comparison in comparisons]


def write_into(path: Path, results: Sequence[Result], about: dict[str, object]) -> None:
    """The tables into a document, and the plot into `images/` beside it."""
    for name, comparisons in TABLES.items():
        write_part(path, name, f"{in_words(about)}\n\n{table(_rows(results, comparisons))}")
    (path.parent / "images" / f"{path.stem}.svg").write_text(plot(results), encoding="utf-8")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab.py bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="group", help=f"one or more of: {', '.join(GROUPS)}; all if none")
    parser.add_argument(
        "--quick", action="store_true", help="small counts: does it run, and no less than half as fast as usual?"
    )
    parser.add_argument("--rounds", type=int, default=0, help="5, or 3 with --quick")
    parser.add_argument("--against", default="", help="only peers whose name holds this")
    parser.add_argument("--broker", default="", help="only rows in which our broker's name begins like this")
    parser.add_argument("--out", type=Path, default=Path(".lab/bench"))
    parser.add_argument("--add", action="store_true", help="keep the other rows of the last run in --out")
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="put the tables into this document, between its marks"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.groups) - set(GROUPS):
        parser.error(f"{', '.join(sorted(unknown))}: it takes {', '.join(GROUPS)}")
    if options.into and not options.add and (options.groups or options.against or options.broker):
        parser.error("--into with some of the rows needs --add: the others would be removed from the document")
    return options


def _is_wanted(one: Comparison, options: argparse.Namespace) -> bool:
    return (
        one.group in (options.groups or GROUPS)
        and options.against.lower() in one.against.lower()
        and one.broker.startswith(options.broker)
    )


def main(arguments: Sequence[str]) -> int:
    """Compare, print and write. 0 when every claim holds; with `--quick`, unless one has collapsed or does not run."""
    options = _options(arguments)
    lower_to_usual_limit()
    wanted = [one for one in COMPARISONS if _is_wanted(one, options)]
    options.rounds = options.rounds or (3 if options.quick else 5)
    about = machine(options.rounds)
    results = _measure(wanted, options, about)
    print(f"\n{tables(results)}\n{options.out}/compare.json .md .svg")
    if options.into:
        write_into(options.into, results, about)
    if options.quick:
        print("These are small counts, with a tenth of the browsers; what must be is said of the full ones.")
    return 0 if all_well(results, quick=options.quick) else 1


def _measure(wanted: Sequence[Comparison], options: argparse.Namespace, about: dict[str, object]) -> list[Result]:
    """All rounds, written after each of them; with `--add`, the rows of the last run too."""
    kept = {one.comparison: one for one in _last_run(options.out)} if options.add else {}
    results = kept | {one: Result(one) for one in wanted}
    measurements = list(dict.fromkeys(side for one in wanted for side in (one.ours, one.peer)))
    ordered = [results[one] for one in COMPARISONS if one in results]
    for number in range(options.rounds):
        seen = run_round(measurements, QUICK if options.quick else FULL, number)
        for one in wanted:
            results[one].ours.append(seen[one.ours])
            results[one].peer.append(seen[one.peer])
        write(ordered, options.out, about)
    return ordered


def _last_run(out: Path) -> list[Result]:
    path = out / "compare.json"
    return read(json.loads(path.read_text(encoding="utf-8")), COMPARISONS) if path.is_file() else []


def all_well(results: Sequence[Result], *, quick: bool) -> bool:
    """Whether every claim holds; of a quick run, whether none has collapsed, and say which one has."""
    ratios = [(one, claim, one.median_ratio(claim)) for one in results for claim in one.comparison.claims]
    if not quick:
        return all(claim.holds(ratio) for _, claim, ratio in ratios)
    fallen = [(one.comparison, claim, ratio) for one, claim, ratio in ratios if not claim.is_standing(ratio)]
    for comparison, claim, ratio in fallen:
        what = f"{comparison.what}, {comparison.broker}, against {comparison.against}"
        print(f"COLLAPSED: {what}: {claim.figure} {ratio:.2f}, {claim.bound} {claim.collapse:g} is usual")
    return not fallen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
