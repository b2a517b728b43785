"""The limit of open files of a fleet's process: each test has a process of its own, because it changes the limit."""

import subprocess
import sys

import pytest

from tests.support.services import ROOT

PROGRAM = """
import resource
from devices.fleet import file_limit
from devices.fleet.errors import FleetError
resource.setrlimit(resource.RLIMIT_NOFILE, (100, {hard}))
try:
    file_limit.allow({count})
except FleetError as error:
    print(error.key, error.values["needed"], error.values["hard"])
else:
    print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("count", "hard", "said"),
    [(10, 1000, "100"), (500, 1000, "564"), (936, 1000, "1000"), (937, 1000, "too-few-files 1001 1000")],
)
def test_the_limit_is_raised_as_far_as_needed_or_what_it_lacks_is_told(count: int, hard: int, said: str) -> None:
    program = PROGRAM.format(count=count, hard=hard)
    made = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == said
