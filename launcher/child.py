"""One child process in a process group of its own: start it, read its lines, stop it.

A terminal sends Ctrl-C to the foreground group. So it reaches the launcher alone, which stops the services in order.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

WRAPPER = Path(__file__).with_name("die_with_parent.py")
_LAST_LINES = 0.5
"""Seconds to wait for the last lines. A grandchild may hold the pipe open for ever."""


class Child:
    """A running command. The main thread must make it: Linux ties a child to the thread that started it (prctl(2))."""

    def __init__(self, process: "subprocess.Popen[bytes]", on_line: Callable[[str], None]) -> None:
        self._process = process
        self._reader = threading.Thread(target=self._read, args=(on_line,), daemon=True)

    @classmethod
    def start(
        cls, command: Sequence[str], *, env: Mapping[str, str], cwd: Path, on_line: Callable[[str], None]
    ) -> "Child":
        """Start `command`. `on_line` gets each line of its output, in another thread. Raises OSError."""
        made = cls(_popen(command, env, cwd), on_line)
        made._reader.start()
        return made

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs; minus the signal's number when a signal ended it."""
        return self._process.poll()

    def stop(self, seconds: float) -> None:
        """Ask the process to end, wait `seconds`, then kill it and everything that it started."""
        if self.exit_code() is None:
            self._ask()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        self.sweep()
        self._reader.join(_LAST_LINES)

    def sweep(self) -> None:
        """Kill the rest of the group at once: the process, and children that it left."""
        if sys.platform == "win32":
            if self.exit_code() is None:
                subprocess.run(["taskkill", "/T", "/F", "/PID", str(self.pid)], capture_output=True, check=False)  # noqa: S603, S607 - Windows' own
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM when only zombies are left
                os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def _ask(self) -> None:
        # The process alone, not its group: a service stops its own children in order.
        if sys.platform == "win32":
            self._process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            self._process.send_signal(signal.SIGTERM)

    def _read(self, on_line: Callable[[str], None]) -> None:
        for line in self._process.stdout or ():
            on_line(line.decode(errors="replace").rstrip("\r\n"))


def _popen(command: Sequence[str], env: Mapping[str, str], cwd: Path) -> "subprocess.Popen[bytes]":
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
    elif sys.platform == "linux":
        command = [sys.executable, "-I", "-S", str(WRAPPER), str(os.getpid()), *command]
    return subprocess.Popen(  # noqa: S603 - the launcher's own commands
        command,
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=sys.platform != "win32",
        creationflags=flags,
    )


def describe_exit(code: int) -> str:
    """An exit code in words: `code 1`, `SIGKILL`."""
    if code >= 0:
        return f"code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
