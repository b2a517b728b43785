"""Ports that nobody uses, so that tests never meet."""

import contextlib
import random
import socket

_LOWEST, _HIGHEST = 10_000, 32_000
"""Below those that systems give to outgoing connections, so that none of these takes the port in the meantime."""


def free_port() -> int:
    """A TCP port that is free on the loopback address now."""
    while True:
        port = random.randrange(_LOWEST, _HIGHEST)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def is_listening(port: int) -> bool:
    """Whether something accepts connections on the loopback address at `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
