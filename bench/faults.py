"""Every fault that the lab may meet, each under load: what was lost, doubled, reordered, and seconds to recover.

`--list` names the faults, `--only` takes some of them, `--markdown` prints the table of docs/reliability.md.
"""

import argparse
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.marked_part import write_part
from bench.trial.fault import BOTH
from bench.trial.runner import Outcome, Plan, catalogue, run_trial, setup_for

TOTAL = 1_000_000
_HEAD = ("fault", "broker", "sent", "acknowledged", "lost", "of these with `id`", "doubled", "reordered", "recovery s")


def main(arguments: list[str]) -> int:
    """Run with the options given; 0 when every promise held."""
    options = _options(arguments)
    if options.list:
        for fault in catalogue().values():
            print(f"{fault.name:24} {fault.what}")
        return 0
    plans = _plans(options)
    begun = time.monotonic()
    with ThreadPoolExecutor(options.jobs) as pool:  # a trial waits most of the time
        found = list(pool.map(_run, plans, (f"{number} of {len(plans)}" for number in range(1, len(plans) + 1))))
    outcomes = [outcome for outcome in found if outcome is not None]
    table = markdown(outcomes) if options.markdown or options.into else text(outcomes)
    table += f"\n\n{sum(one.tally.sent for one in outcomes):,} messages in {time.monotonic() - begun:.0f} s."
    print(f"\n{table}")
    if options.into:
        write_part(options.into, "table", table)
    failed = [plan for plan, one in zip(plans, found, strict=True) if one is None or one.broken]
    print(f"{len(failed)} of {len(plans)} trials failed", *(f"{one.fault.name}/{one.broker}" for one in failed))
    return 1 if failed else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab.py bench faults", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", metavar="NAME", help="a fault, or the beginning of several")
    parser.add_argument("--broker", choices=[*BOTH, "both"], default="both")
    parser.add_argument("--messages", type=int, help=f"for each row; not given, {TOTAL:,} over the whole table")
    parser.add_argument("--jobs", type=int, default=2, help="trials at a time")
    parser.add_argument("--markdown", action="store_true", help="print the table in Markdown")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put it into this document, between its two marks")
    parser.add_argument("--list", action="store_true", help="name the faults")
    return parser.parse_args(arguments)


def _plans(options: argparse.Namespace) -> list[Plan]:
    every = [(fault, broker) for fault in catalogue().values() for broker in BOTH if broker in fault.brokers]
    share = options.messages or TOTAL // len(every) + 1
    chosen = [
        (fault, broker)
        for fault, broker in every
        if options.broker in (broker, "both") and fault.name.startswith(tuple(options.only or [""]))
    ]
    if not chosen:
        raise SystemExit("no such fault: --list names them")
    return [Plan(fault, broker, share, setup_for(fault, broker)) for fault, broker in chosen]


def _run(plan: Plan, place: str) -> Outcome | None:
    told = [f"[{place}] {plan.fault.name}, {plan.broker}: {plan.fault.what}"]
    outcome = None
    try:
        with tempfile.TemporaryDirectory(prefix="lab-faults-") as folder:
            outcome = run_trial(plan, Path(folder))
        told += [_line(outcome), *outcome.broken, *outcome.tally.problems[:5]]
    except Exception as error:  # noqa: BLE001 - a trial that could not be run is one row of many
        told.append(f"could not be run: {error!r}")
    print("\n    ".join(told), flush=True)
    return outcome


def _line(outcome: Outcome) -> str:
    tally = outcome.tally
    told = f"sent {tally.sent}, acknowledged {tally.acknowledged}, lost {tally.lost}, doubled {tally.doubled}"
    return f"{told}, recovered in {_seconds(outcome)} s ({outcome.seconds:.0f} s in all)"


def _cells(outcome: Outcome) -> list[str]:
    tally = outcome.tally
    counts = (tally.sent, tally.acknowledged, tally.lost, tally.lost_with_id, tally.doubled, tally.reordered)
    return [outcome.plan.fault.name, outcome.plan.broker, *map(str, counts), _seconds(outcome)]


def _seconds(outcome: Outcome) -> str:
    return "never" if outcome.recovery is None else f"{outcome.recovery:.1f}"


def text(outcomes: list[Outcome]) -> str:
    """The table for a terminal."""
    rows = [list(_HEAD), *map(_cells, outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def markdown(outcomes: list[Outcome]) -> str:
    """The table of docs/reliability.md, with the command that makes each row."""
    head = [*_HEAD, "promises", "command"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for one in outcomes:
        fault, broker = one.plan.fault, one.plan.broker
        command = f"`python lab.py bench faults --only {fault.name} --broker {broker}`"
        lines.append("| " + " | ".join([*_cells(one), fault.promises(broker), command]) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
