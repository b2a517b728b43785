"""Two hosts and a cable between them, as network namespaces of one user namespace: no rights are needed, only Linux.

The lab's host has 10.77.0.1, the other one 10.77.0.2; neither sees any other network.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LAB_ADDRESS = "10.77.0.1"

_SCRIPT = """
set -e
ip link set lo up
unshare --net sleep 3600 & other=$!
until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done
ip link add cable type veth peer name plug netns $other
ip addr add 10.77.0.1/24 dev cable
ip link set cable up
nsenter --net --target $other sh -c "ip link set lo up; ip addr add 10.77.0.2/24 dev plug; ip link set plug up"
echo $$ $other
wait
"""


@dataclass(frozen=True, slots=True)
class TwoHosts:
    """The processes that hold the two namespaces."""

    lab: str
    other: str

    def on_lab(self, *command: str) -> list[str]:
        """The command, run on the lab's host."""
        return [*_enter(self.lab), *command]

    def on_other(self, *command: str) -> list[str]:
        """The command, run on the other host."""
        return [*_enter(self.other), *command]


def _enter(pid: str) -> list[str]:
    return ["nsenter", "--user", "--net", "--preserve-credentials", "--target", pid, "--"]


@contextmanager
def two_hosts() -> Iterator[TwoHosts]:
    """The hosts, while the context lasts. Raises RuntimeError with what the system says when they can't be had."""
    holder = subprocess.Popen(
        ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", _SCRIPT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert holder.stdout is not None
    pids = holder.stdout.readline().split()
    if len(pids) != 2:
        raise RuntimeError(f"no network namespaces here: {holder.communicate()[1].strip()}")
    try:
        yield TwoHosts(*pids)
    finally:
        os.killpg(holder.pid, signal.SIGKILL)
        holder.communicate()
