"""Whole trials in short; `python lab.py bench faults` runs all of them, and longer."""

from pathlib import Path

import pytest

from bench.trial.runner import Plan, catalogue, run_trial, setup_for

TRIALS = (
    ("machine-stop", "mosquitto"),
    ("bridge-pubacks-lost", "mosquitto"),
    ("file-limit", "amqtt"),
    ("clock-dst", "amqtt"),
)


@pytest.mark.parametrize(("name", "broker"), [trial for trial in TRIALS if trial[0] in catalogue()])
def test_what_is_promised_holds_over(name: str, broker: str, tmp_path: Path) -> None:
    fault = catalogue()[name]
    setup = setup_for(fault, broker, publishers=10, sessions=5, viewers=2, devices=1)
    outcome = run_trial(Plan(fault, broker, 300, setup), tmp_path)
    assert outcome.tally.acknowledged > 200
    assert outcome.broken == [], outcome.tally.problems
