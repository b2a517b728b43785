"""Run a command that gets SIGTERM when its parent dies for any reason. Linux only.

    python -I -S die_with_parent.py <parent pid> <command> [arguments]

It is a wrapper and not a `preexec_fn`, because Python code between fork and exec is not safe in a process with threads.
The setting stays after `execve` (prctl(2), PR_SET_PDEATHSIG). With SIGTERM a service stops in order and stops its own
children.
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
    if os.getppid() != parent:  # the parent died before the call
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
