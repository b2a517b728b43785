"""Two tests are never given the same port, in one process or in two."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from tests.support.ports import PortPool

_DRAW = """
import sys
from tests.support.ports import free_port
print(*[free_port() for _ in range(250)], flush=True)
sys.stdin.read()
"""
"""A process that draws ports, prints them, and keeps its claims until its input ends."""


@pytest.fixture
def pool() -> Iterator[PortPool]:
    """A pool that releases its claims after the test."""
    with closing(PortPool()) as made:
        yield made


def test_a_port_is_never_drawn_twice(pool: PortPool) -> None:
    drawn = [pool.draw() for _ in range(1000)]
    assert len(set(drawn)) == 1000


def test_threads_that_draw_at_the_same_time_share_no_port(pool: PortPool) -> None:
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: pool.draw(), range(1000)))
    assert len(set(drawn)) == 1000


def test_processes_that_draw_at_the_same_time_share_no_port(pool: PortPool) -> None:
    with ExitStack() as stack:
        drawn = [pool.draw() for _ in range(250)]
        for _ in range(3):
            process = stack.enter_context(
                subprocess.Popen([sys.executable, "-c", _DRAW], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            )
            assert process.stdout is not None
            drawn += map(int, process.stdout.readline().split())
    assert (len(drawn), len(set(drawn))) == (1000, 1000)


def test_a_port_that_is_in_use_is_not_drawn(pool: PortPool) -> None:
    first = pool.draw()
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", first + 1))
        assert pool.draw() > first + 1


def test_released_blocks_can_be_claimed_again() -> None:
    for _ in range(3):
        with closing(PortPool()) as pool:
            assert len({pool.draw() for _ in range(1000)}) == 1000
