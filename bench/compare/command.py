"""`python lab.py bench [group] [--quick]`: ours and the peers in turn, and the table of ratios.

What was measured is written to `--out` as `compare.json`, `compare.md` and `compare.svg`.
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
from pathlib import Path

import psutil

from bench.compare.comparisons import COMPARISONS, GROUPS, Comparison, Measure
from bench.compare.results import Result, document, plot, table
from bench.compare.trials import FULL, QUICK, Figures, Size
from bench.loads.descriptors import lower_to_usual_limit


def run(comparisons: Sequence[Comparison], size: Size, rounds: int) -> list[Result]:
    """Each comparison once a round, the order of the two changing, so that what drifts meets both."""
    results = [Result(one) for one in comparisons]
    for number in range(rounds):
        for result in results:
            sides = [
                (result.ours, result.comparison.measure_ours, "ours"),
                (result.peer, result.comparison.measure_peer, result.comparison.peer),
            ]
            for held, measure, name in sides if number % 2 == 0 else reversed(sides):
                begun = time.monotonic()
                held.append(_in_a_folder(measure, size))
                told = ", ".join(f"{key} {value:,.4g}" for key, value in held[-1].items())
                took = time.monotonic() - begun
                print(f"round {number + 1}  {result.comparison.what}  {name}: {told}  ({took:.1f} s)", flush=True)
    return results


def _in_a_folder(measure: Measure, size: Size) -> Figures:
    folder = Path(tempfile.mkdtemp(prefix="lab-compare-"))
    try:
        return measure(folder / "run", size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def machine() -> dict[str, object]:
    """Where this was measured, as far as it matters for figures."""
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": psutil.getloadavg(),
    }


def write(results: Sequence[Result], out: Path, about: dict[str, object]) -> None:
    """Table, JSON and plot."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "compare.json").write_text(json.dumps(document(results, about), indent=1), encoding="utf-8")
    (out / "compare.md").write_text(table(results), encoding="utf-8")
    (out / "compare.svg").write_text(plot(results), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Compare, print and write. 0 when every claim holds; with `--quick`, unless one has collapsed or does not run."""
    parser = argparse.ArgumentParser(prog="lab.py bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="group", help=f"one or more of: {', '.join(GROUPS)}; all if none")
    parser.add_argument(
        "--quick", action="store_true", help="small counts: does it run, and no less than half as fast as usual?"
    )
    parser.add_argument("--rounds", type=int, default=0, help="5, or 3 with --quick")
    parser.add_argument("--against", default="", help="only peers whose name holds this")
    parser.add_argument("--out", type=Path, default=Path(".lab/bench"))
    options = parser.parse_args(arguments)
    if unknown := set(options.groups) - set(GROUPS):
        parser.error(f"{', '.join(sorted(unknown))}: it takes {', '.join(GROUPS)}")
    lower_to_usual_limit()
    wanted = [
        one
        for one in COMPARISONS
        if one.group in (options.groups or GROUPS) and options.against.lower() in one.peer.lower()
    ]
    about = machine()
    results = run(wanted, QUICK if options.quick else FULL, options.rounds or (3 if options.quick else 5))
    write(results, options.out, about)
    print(f"\n{table(results)}\n{options.out}/compare.json .md .svg")
    if options.quick:
        print("These are small counts, with a tenth of the browsers; what must be is said of the full ones.")
    return 0 if all_well(results, quick=options.quick) else 1


def all_well(results: Sequence[Result], *, quick: bool) -> bool:
    """Whether every claim holds; of a quick run, whether none has collapsed, and say which one has."""
    ratios = [(one, claim, one.median_ratio(claim)) for one in results for claim in one.comparison.claims]
    if not quick:
        return all(claim.holds(ratio) for _, claim, ratio in ratios)
    fallen = [(one.comparison, claim, ratio) for one, claim, ratio in ratios if not claim.is_standing(ratio)]
    for comparison, claim, ratio in fallen:
        print(
            f"COLLAPSED: {comparison.what} against {comparison.peer}: {claim.figure} {ratio:.2f}, {claim.bound} "
            f"{claim.collapse:g} is usual"
        )
    return not fallen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
