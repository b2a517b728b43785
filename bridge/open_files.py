"""How many log files the bridge may keep open: a part of what the system lets a process open at all."""

import sys

_LEAST = 8


def affordable(wanted: int) -> int:
    """`wanted` files, or half of those that this process may open, if that is less: the rest is for connections, for
    reading logs and for folders. Call it after the process has raised its limit."""
    if sys.platform == "win32":
        return wanted
    import resource  # noqa: PLC0415 - POSIX only

    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if limit == resource.RLIM_INFINITY else max(_LEAST, min(wanted, limit // 2))
