"""Ports that no other test uses, in this process or in another."""

import contextlib
import itertools
import random
import socket
import threading
from collections.abc import Iterator

_LOWEST, _HIGHEST = 10_000, 32_000
"""Below the ports that systems give to outgoing connections, so that no outgoing connection takes one."""

_BLOCK = 100
"""Ports that a process claims at once."""


class PortPool:
    """Ports of blocks that this process has claimed. Each port is handed out once.

    A process claims a block with a UDP socket at the block's first number and keeps the socket open. No other process
    can bind it. The system releases the claim when the process ends, however it ends. The tests use no UDP otherwise.
    """

    def __init__(self) -> None:
        self._claims: list[socket.socket] = []
        self._lock = threading.Lock()  # a generator that two threads enter ends for both
        self._ports = self._claimed_ports()

    def draw(self) -> int:
        """A TCP port that is free on the loopback address now. Raises RuntimeError when every block is claimed."""
        with self._lock:
            for port in self._ports:
                if _is_free(port):
                    return port
        raise RuntimeError(f"no block of ports is left between {_LOWEST} and {_HIGHEST}")

    def close(self) -> None:
        """Release the claims. Other processes may then draw the same ports."""
        for claim in self._claims:
            claim.close()

    def _claimed_ports(self) -> Iterator[int]:
        blocks = list(range(_LOWEST, _HIGHEST, _BLOCK))
        random.shuffle(blocks)  # a block that was released a moment ago is rarely claimed again
        return itertools.chain.from_iterable(range(first, first + _BLOCK) for first in blocks if self._claim(first))

    def _claim(self, first: int) -> bool:
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            claim.bind(("127.0.0.1", first))
        except OSError:
            claim.close()
            return False
        self._claims.append(claim)
        return True


_POOL = PortPool()


def free_port() -> int:
    """A TCP port that is free on the loopback address now, and that no other test of this machine is given."""
    return _POOL.draw()


def is_listening(port: int) -> bool:
    """Whether something accepts connections on the loopback address at `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.socket() as probe:
        probe.bind(("127.0.0.1", port))
        return True
    return False
