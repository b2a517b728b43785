"""What is played: the records of a log, in a file, a folder, or a lab on the network. Reads; publishes nothing."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from devices.texts import OptionError

FETCH_SECONDS = 30.0
"""Without an answer of the lab."""

_NAMED = ("text", "to")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message of the log. `at`: seconds since 1970, by the bridge's clock. `said`: the keys of its payload."""

    seq: int
    at: float
    role: str
    said: dict[str, Any]
    bytes_: bytes = b""

    def payload(self, source: str, *, commands: bool, as_role: str = "") -> bytes:
        """The payload that plays it again, marked as docs/protocol.md, "Replays", says. Bytes stay bytes, unmarked."""
        if self.bytes_:
            return self.bytes_
        mark: dict[str, Any] = {"source": source, "seq": self.seq}
        if commands:
            mark["commands"] = True
        if as_role:
            mark["role"] = self.role
        return json.dumps({**self.said, "replay": mark}, ensure_ascii=False, separators=(",", ":")).encode()


def recorded(source: str) -> list[Recorded]:
    """The messages of a source, by `seq`: a log file, a session's folder, or the address of a lab's log
    (`http://.../api/sessions/aula1/log`). Events of the lab are none. Raises OptionError."""
    try:
        found = list(read(_lines(source)))
    except (OSError, ValueError) as error:
        raise OptionError("bad-file", file=source, why=str(getattr(error, "strerror", "") or error)) from None
    if not found:
        raise OptionError("bad-file", file=source, why="0 records")
    return sorted(found, key=lambda one: one.seq)


def read(lines: Iterable[bytes]) -> Iterator[Recorded]:
    """The messages in lines of a log. A line that is no record is passed over: the last one may be incomplete."""
    for line in lines:
        try:
            record = json.loads(line)
            at = datetime.fromisoformat(record["at"]).timestamp()
            seq, role = int(record["seq"]), str(record["role"])
        except (ValueError, TypeError, KeyError):
            continue
        if record.get("event"):
            continue
        said = {key: record[key] for key in _NAMED if record.get(key)}
        data = record.get("data")
        said |= {key: value for key, value in data.items() if key != "replay"} if isinstance(data, dict) else {}
        bytes_ = base64.b64decode(record["base64"]) if record.get("base64") else b""
        if said or bytes_:
            yield Recorded(seq, at, role, said, bytes_)


def name_of(source: str) -> str:
    """How a replay names its source: the session, as far as the path or the address tells."""
    parts = source.rstrip("/").replace("\\", "/").split("/")
    if parts[-1] == "log" and len(parts) > 1:
        return parts[-2]
    return parts[-2] if parts[-1].endswith(".log") and len(parts) > 1 else parts[-1]


def _lines(source: str) -> Iterator[bytes]:
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - the scheme is checked
            yield from answer
        return
    path = Path(source)
    for file in sorted(path.glob("chat_*.log")) if path.is_dir() else [path]:
        with file.open("rb") as opened:
            yield from opened
