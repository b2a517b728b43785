"""How many files this process may have open: each connection is one."""

import sys

from devices.fleet.errors import FleetError

BESIDES = 64
"""Files besides the connections: libraries, the log, what the loop needs."""

MOST_ON_WINDOWS = 500
"""Sockets that `select` of Python on Windows waits for: 512, with those of the loop."""


def allow(connections: int) -> None:
    """Raise the limit of open files so far that there may be so many connections. Raises FleetError."""
    if sys.platform == "win32":
        if connections > MOST_ON_WINDOWS:
            raise FleetError("too-many-for-windows", count=connections, most=MOST_ON_WINDOWS)
        return
    import resource  # noqa: PLC0415 - POSIX only

    needed = connections + BESIDES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    except (OSError, ValueError):
        raise FleetError("too-few-files", count=connections, needed=needed, hard=hard) from None
