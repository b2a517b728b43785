"""Search over the log files, in a process of its own so that no page waits for it.

`python -m web.history.search <logs> <session or -> <limit> <words>` prints lines of JSON: `{"found": record,
"session": ...}` (with `"archived": folder` when the session is set aside), `{"read": bytes, "of": bytes}` now and then,
and at last `{"done": true, "more": ...}`.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from chat.history import History, archived_names, session_names, size_of
from chat.search import Found, Needle, Scanned, search

MAX_FOUND = 500


@dataclass(frozen=True, slots=True)
class Source:
    """A session to search. `archived` is the name of its folder when it is set aside."""

    session: str
    archived: str
    history: History

    def document(self, line: bytes) -> dict[str, object]:
        """The JSON object for a line that is found."""
        found: dict[str, object] = {"found": orjson.Fragment(line), "session": self.session}
        return {**found, "archived": self.archived} if self.archived else found


def scan(logs: Path, session: str, words: str, limit: int) -> Iterator[dict[str, object]]:
    """The JSON objects to print, in order: the session that changed last first, newest records first within it."""
    files = _files(_sources(logs, session))
    total = sum(size_of(path) for _, path in files)
    needle = Needle(words)
    read = found = 0
    for source, path in files:
        removed = source.history.state().removed
        for step in _steps(path, needle):
            if isinstance(step, Found) and _is_removed(step.line, removed):
                continue
            if isinstance(step, Found):
                if found == limit:
                    yield {"done": True, "more": True}
                    return
                found += 1
                yield source.document(step.line)
            else:
                read += step.size
                yield {"read": read, "of": total}
    yield {"done": True, "more": False}


def _sources(logs: Path, session: str) -> list[Source]:
    """The one session that is named; without a name all of them, archived ones too."""
    if session:
        return [Source(session, "", History.of(logs, session))]
    standing = [Source(name, "", History.of(logs, name)) for name in session_names(logs)]
    return standing + [Source(was, name, History.archived(logs, name)) for name, was in archived_names(logs)]


def _files(sources: list[Source]) -> list[tuple[Source, Path]]:
    """The files to read, newest first."""
    held = [(source, [file.path for file in source.history.files()][::-1]) for source in sources]
    held.sort(key=lambda one: max(map(_changed_at, one[1]), default=0.0), reverse=True)
    return [(source, path) for source, paths in held for path in paths]


def _steps(path: Path, needle: Needle) -> Iterator[Found | Scanned]:
    """What `search` yields; nothing when the file was removed meanwhile, as when its session is deleted."""
    try:
        yield from search(path, needle)
    except FileNotFoundError:
        return


def _is_removed(line: bytes, removed: frozenset[int]) -> bool:
    """Whether the teacher removed what a line holds. It stays in the log, and pages do not show it."""
    return bool(removed) and orjson.loads(line).get("seq") in removed


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def main(arguments: list[str]) -> int:
    """Search as the arguments say, and print."""
    logs, session, limit, words = arguments
    for document in scan(Path(logs), "" if session == "-" else session, words, int(limit)):
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
