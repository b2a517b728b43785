"""system.file_limit: as many open files as the system lets a process have, and a line where that is few."""

import subprocess
import sys

import pytest

from system.file_limit import ENOUGH, shortage
from tests.support.services import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of open files")

PROGRAM = """
import resource
from system.file_limit import raise_file_limit
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(raise_file_limit(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def raised(soft: int, hard: int) -> list[int]:
    """What is returned, the soft and the hard limit, in a process that has these limits at first."""
    command = [sys.executable, "-c", PROGRAM.format(soft=soft, hard=hard)]
    return [int(word) for word in subprocess.check_output(command, cwd=ROOT, text=True).split()]


@pytest.mark.parametrize(("soft", "hard"), [(256, 5000), (256, 300), (5000, 5000)])
def test_the_soft_limit_is_raised_to_the_hard_limit(soft: int, hard: int) -> None:
    assert raised(soft, hard) == [hard, hard, hard]


def test_a_limit_that_is_high_enough_is_no_shortage() -> None:
    assert shortage(ENOUGH) == ""


def test_a_shortage_names_the_limit_and_the_cure() -> None:
    assert "at most 1024 open files" in shortage(1024)
    assert "ulimit -Hn" in shortage(1024)
