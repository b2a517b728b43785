"""How many files a process may have open. Each connection is one, and what a process may open by default is little."""

import sys

WANTED = 65536
"""Open files that each service asks for. A browser is one for the web, a device one for the broker."""

ENOUGH = 8192
"""Open files below which a service says so on the console: twice the connections that the embedded broker takes."""


def raise_file_limit() -> int:
    """Let this process, and what it becomes, open up to WANTED files. Returns how many it may open now.

    That is fewer than WANTED where the system's hard limit is lower. Windows has no such limit.
    """
    if sys.platform == "win32":
        return WANTED
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in _candidates(soft, hard, resource.RLIM_INFINITY):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            continue  # macOS has a limit of its own below the hard limit that it tells
        return wanted
    return WANTED if soft == resource.RLIM_INFINITY else soft


def shortage(limit: int) -> str:
    """Return one line for the console when `limit` open files are fewer than ENOUGH, else an empty string."""
    if limit >= ENOUGH:
        return ""
    return f"at most {limit} open files, one for each connection: raise the hard limit (ulimit -Hn) to {ENOUGH} or more"


def _candidates(soft: int, hard: int, infinity: int) -> list[int]:
    """Limits to try, the highest first; none when the soft limit is high enough."""
    if soft == infinity or soft >= WANTED:
        return []
    highest = WANTED if hard == infinity else min(WANTED, hard)
    return [limit for limit in (highest, 24576, 10240, 4096) if soft < limit <= highest]
