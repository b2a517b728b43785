"""Search over the log files, in a process of its own so that no page waits for it.

`python -m web.search <logs> <session or -> <limit> <words>` prints lines of JSON: `{"found": record, "session": ...}`,
`{"read": bytes, "of": bytes}` now and then, and at last `{"done": true, "more": ...}`.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from chat.history import History, session_names
from chat.search import Found, Needle, search
from chat.topic import check_session

MAX_AT_ONCE = 2
"""Searches that run at the same time; one more is told to wait."""

MAX_FOUND = 500


def scan(logs: Path, session: str, words: str, limit: int) -> Iterator[dict[str, object]]:
    """What to tell, in order. Newest records first within a session; the session that changed last first."""
    files = _files(logs, session)
    total = sum(path.stat().st_size for _, path in files)
    needle = Needle(words)
    read = found = 0
    for name, path in files:
        for step in search(path, needle):
            if isinstance(step, Found):
                if found == limit:
                    yield {"done": True, "more": True}
                    return
                found += 1
                yield {"found": orjson.Fragment(step.line), "session": name}
            else:
                read += step.size
                yield {"read": read, "of": total}
    yield {"done": True, "more": False}


def _files(logs: Path, session: str) -> list[tuple[str, Path]]:
    """The files to read, newest first."""
    names = [check_session(session)] if session else session_names(logs)
    held = [(name, [file.path for file in History(logs / name).files()][::-1]) for name in names]
    held.sort(key=lambda one: max((path.stat().st_mtime for path in one[1]), default=0.0), reverse=True)
    return [(name, path) for name, paths in held for path in paths]


class SearchRunner:
    """Starts searches and passes on what they print. Bounded in number."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running = 0

    @property
    def is_busy(self) -> bool:
        """Whether one more would be too many."""
        return self._running >= MAX_AT_ONCE

    def run(self, session: str, words: str, limit: int) -> Iterator[bytes]:
        """The lines of one search; a reader that goes away ends it."""
        self._running += 1
        command = [sys.executable, "-m", "web.search", str(self._logs), session or "-", str(limit), words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own module
        try:
            yield from process.stdout or ()
        finally:
            self._running -= 1
            process.kill()
            process.wait()


def main(arguments: list[str]) -> int:
    """Search as the arguments say, and print."""
    logs, session, limit, words = arguments
    for document in scan(Path(logs), "" if session == "-" else session, words, int(limit)):
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
