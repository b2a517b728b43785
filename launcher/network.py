"""The machine's side of the network: free ports, who holds a busy one, the address that others can reach."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from chat.settings import is_loopback


def is_open(host: str, port: int, seconds: float = 0.5) -> bool:
    """Whether something accepts TCP connections there."""
    try:
        with socket.create_connection((host, port), timeout=seconds):
            return True
    except OSError:
        return False


def listen_error(host: str, port: int) -> OSError | None:
    """Why this process could not listen there now; None when it could."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if (
                os.name != "nt"
            ):  # as servers do, so that connections in TIME_WAIT do not count; on Windows it would steal
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return error
    return None


def lan_address() -> str:
    """This machine's address on its local network; empty without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): picks a way out, sends nothing
        address: str = probe.getsockname()[0]
        return "" if is_loopback(address) else address
    return ""


def holder(port: int) -> str:
    """`name (pid)` of the process that listens on a TCP port; empty when the system does not tell."""
    if sys.platform == "linux":
        return _holder_in_proc(port)
    return _holder_by_lsof(port)


def _holder_in_proc(port: int) -> str:
    inodes = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended, or it is another user's
            if any(str(link.readlink()) in inodes for link in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()} ({process.name})"
    return ""


def _listening_inodes(port: int) -> list[str]:
    # https://docs.kernel.org/networking/proc_net_tcp.html: local address, state (0A is LISTEN), ... inode
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
            found += [row[9] for row in rows if row[3] == "0A" and int(row[1].rsplit(":", 1)[1], 16) == port]
    return found


def _holder_by_lsof(port: int) -> str:
    lsof = shutil.which("lsof")
    if lsof is None:
        return ""
    command = [lsof, "-nP", "-Fpc", f"-iTCP:{port}", "-sTCP:LISTEN"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()  # noqa: S603 - a fixed command
    told = {line[:1]: line[1:] for line in said if line}
    return f"{told['c']} ({told['p']})" if {"c", "p"} <= told.keys() else ""
