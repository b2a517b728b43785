"""The promise under SIGKILL, in short; `python lab.py bench kills` is the long run."""

from pathlib import Path

from bench.kills import Plan, run


def test_what_was_acknowledged_is_logged_once_and_in_order_over_kills(tmp_path: Path) -> None:
    outcome = run(Plan(rate=200, sessions=5, seconds=8, kills=5, seed=7), tmp_path)
    assert outcome.acknowledged > 500
    assert (outcome.lost, outcome.doubled, outcome.reordered, outcome.seq_holes) == (0, 0, 0, 0)
