"""Limits of open files for benchmarks. Each service and each load raises its own limit with `system.file_limit`."""

import sys

OTHER_FILES = 64
"""Descriptors of a load beside its connections: standard streams, event loop, libraries."""

USUAL_LIMIT = 1024
"""The soft limit with which most Linux systems start a process."""


def shortage(wanted: int) -> str:
    """Why one process can't open so many descriptors here; empty when it can."""
    hard = _limits()[1]
    if hard < 0 or wanted <= hard:
        return ""
    return f"{wanted:,} descriptors are needed in one process; this system allows {hard:,} (`ulimit -Hn`)"


def lower_to_usual_limit() -> None:
    """Give this process, and what it starts, no higher soft limit than USUAL_LIMIT: what a service meets elsewhere."""
    _set_soft_limit(min(_limits()[0], USUAL_LIMIT))


def _limits() -> tuple[int, int]:
    """Soft and hard limit of open files. Windows has none for sockets: -1 stands for that."""
    if sys.platform == "win32":
        return -1, -1
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return (sys.maxsize if soft == resource.RLIM_INFINITY else soft), (-1 if hard == resource.RLIM_INFINITY else hard)


def _set_soft_limit(soft: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
