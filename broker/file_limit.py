"""Room for connections: each is a file to the system, and what a process may open by default is little."""

import sys

WANTED = 65536


def raise_file_limit() -> None:
    """Let this process, and what it becomes, open as many files as it may, up to WANTED. Nothing to do on Windows."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            return  # macOS has a limit of its own below the one that it tells
