"""Ports that nobody uses, so that tests never meet."""

import contextlib
import os
import random
import socket

_LOWEST, _HIGHEST = 10_000, 32_000
"""Below those that systems give to outgoing connections, so that none of these takes the port in the meantime."""


def free_port() -> int:
    """A TCP port that is free on the loopback address now.

    Workers of pytest-xdist draw from numbers of their own: a port is free until its service has started.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    while True:
        port = random.randrange(_LOWEST + worker, _HIGHEST, workers)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def is_listening(port: int) -> bool:
    """Whether something accepts connections on the loopback address at `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
