"""Run a command that gets SIGTERM when its parent dies, whatever kills the parent: Linux only.

    python -I -S die_with_parent.py <parent pid> <command> [arguments]

A wrapper and no `preexec_fn`, because Python code between fork and exec is not safe in a process with threads. The
setting outlives `execve` (prctl(2), PR_SET_PDEATHSIG). SIGTERM, so that a service stops in order and takes its own
children along.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Tie this process to its parent and become the command."""
    parent, command = int(arguments[0]), arguments[1:]
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:  # it died before it could be watched
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
