"""bench.reconnect: it counts the browsers that see the next message, and says why it can't measure."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import reconnect
from bench.loads.descriptors import USUAL_LIMIT
from tests.support.services import ROOT


@pytest.mark.parametrize("kind", ["mosquitto", "amqtt"])
def test_all_browsers_see_the_next_message_after_the_broker_was_restarted(kind: str, tmp_path: Path) -> None:
    outcome = reconnect.measure(tmp_path, kind, browsers=25, seconds=30)
    assert (outcome.seen, outcome.cut_off, outcome.is_whole) == (25, 0, True)
    assert 0 < outcome.broker_back < outcome.all_seen


def test_a_browser_that_saw_nothing_is_counted_as_such() -> None:
    outcome = reconnect.Outcome(browsers=1500, seen=1499, cut_off=1, broker_back=0.2, all_seen=3.0)
    assert not outcome.is_whole
    assert outcome.report("amqtt").startswith(
        "amqtt: 1,499 of 1,500 browsers saw the next message within 3.0 s of the broker's start; 1 were cut off"
    )


def python(program: str) -> "subprocess.CompletedProcess[str]":
    """Run a program in a process of its own, so that its limits are not those of the tests."""
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)


def test_too_few_descriptors_for_the_browsers_are_said_to_be_too_few() -> None:
    program = "import resource, sys; from bench.reconnect import main;"
    program += "resource.setrlimit(resource.RLIMIT_NOFILE, (500, 500)); sys.exit(main(['--browsers', '1500']))"
    ended = python(program)
    assert ended.returncode == 2
    assert "1,564 descriptors are needed in one process; this system allows 500" in ended.stdout


def test_services_of_a_benchmark_begin_with_the_usual_limit_of_open_files() -> None:
    program = "import resource; from bench.loads.descriptors import lower_to_usual_limit as lower;"
    program += "lower(); print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    assert int(python(program).stdout) == USUAL_LIMIT
