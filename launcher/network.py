"""TCP ports of this machine: whether one is open, whether it is free, and which process holds it."""

import os
import socket

import psutil


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
            # Servers set it too, so connections in TIME_WAIT do not count. On Windows it would take over a busy port.
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return error
    return None


def holder(port: int) -> str:
    """`name (pid)` of the process that listens on a TCP port; empty when the system does not tell us.

    The system may hide the sockets of another user's processes.
    """
    for process in psutil.process_iter(["name", "net_connections"]):
        sockets = process.info["net_connections"] or ()  # None: another user's process, or one that has ended
        if any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in sockets):
            return f"{process.info['name']} ({process.pid})"
    return ""
