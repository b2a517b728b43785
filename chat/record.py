"""A record: a logged message with its place in the session. The one format of disk, wire, browser and exports.

One JSON object a line, keys in a fixed order, absent when empty. Never decides which `seq` comes next.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Self

import orjson

from chat.errors import RecordError
from chat.message import Message

_KEYS = ("seq", "at", "role", "event", "text", "data", "base64", "to", "id", "sent_at", "mid")
# An object may begin with these (RFC 8259, section 2); EF is the first byte of a byte order mark. After an @, or spaces
# and an @, a text may address a role (chat.addressing).
_NOT_SURELY_PLAIN = b"{ \t\r\n\xef@"
_TEXT_KEYS = ("at", "role", "event", "text", "base64", "to", "id", "sent_at")


@dataclass(frozen=True, slots=True)
class Record:
    """A logged message. `at` is RFC 3339 in UTC with milliseconds; `mid` the broker's packet id of a QoS 1 delivery."""

    seq: int
    at: str
    role: str
    event: str = ""
    text: str = ""
    data: Any = field(default_factory=dict)
    base64: str = ""
    to: str = ""
    id: str = ""
    sent_at: str = ""
    mid: int = 0

    def __post_init__(self) -> None:
        """Check `seq` and that there is content. Raises RecordError (`bad-record`)."""
        if self.seq < 1:
            raise RecordError("bad-record", f"seq counts from 1, not {self.seq}")
        if not (self.text or self.data or self.base64 or self.event):
            raise RecordError("bad-record", "there is nothing in it")

    @classmethod
    def of(cls, message: Message, *, seq: int, at: str, role: str, mid: int = 0) -> Self:
        """The record of a message with this `seq`."""
        return cls(
            seq=seq,
            at=at,
            role=role,
            text=message.text,
            data=message.data,
            base64=message.base64,
            to=message.to,
            id=message.id,
            sent_at=message.sent_at,
            mid=mid,
        )

    @classmethod
    def decode(cls, line: bytes) -> Self:
        """Read a line, with or without its newline. Raises RecordError (`bad-record`)."""
        try:
            document = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise RecordError("bad-record", f"it is no JSON: {error}") from error
        if not isinstance(document, dict) or not _is_typed(document):
            raise RecordError("bad-record", "it is not an object with the keys of a record")
        return cls(**{key: document[key] for key in _KEYS if key in document})

    def encode(self) -> bytes:
        """The line, newline included: UTF-8, never a raw newline inside. Raises RecordError if it can't be written."""
        return _dump_line({key: value for key in _KEYS if (value := getattr(self, key))})


def content_hash(said: Message | Record) -> int:
    """A number of 64 bits that two messages of a role share when they say the same: `text`, `data` (in any order of its
    keys), `base64`, `to`, `id` and `sent_at`. Made under a key of this process (SipHash), so nobody outside can find
    two contents that share one. Raises RecordError if the content can't be written."""
    try:
        data = orjson.dumps(said.data, option=orjson.OPT_SORT_KEYS) if said.data else b""
        return hash((said.text, data, said.base64, said.to, said.id, said.sent_at))
    except TypeError as error:
        raise RecordError("bad-record", str(error)) from error


def encode_line(message: Message, *, seq: int, at: str, role: str, mid: int = 0) -> bytes:
    """The line that `Record.of(...).encode()` would return: `seq` from 1, `at` as `utc_text` writes it.

    The bridge uses it because it makes no Record: 2 instead of 9 microseconds. Raises RecordError if the message can't
    be written.
    """
    document: dict[str, Any] = {"seq": seq, "at": at, "role": role}
    if message.text:
        document["text"] = message.text
    if message.data:
        document["data"] = message.data
    if message.base64:
        document["base64"] = message.base64
    if message.to:
        document["to"] = message.to
    if message.id:
        document["id"] = message.id
    if message.sent_at:
        document["sent_at"] = message.sent_at
    if mid:
        document["mid"] = mid
    return _dump_line(document)


def encode_text_line(payload: bytes, *, seq: int, at: str, role: str, mid: int, max_size: int) -> bytes | None:
    """The line of a payload of at most `max_size` bytes that is nothing but text and addresses nobody: what
    `Message.decode` and `encode_line` make of it. None when it may be something else, or nothing."""
    if not 0 < len(payload) <= max_size or payload[0] in _NOT_SURELY_PLAIN:
        return None
    try:
        document = {"seq": seq, "at": at, "role": role, "text": payload.decode()}
    except UnicodeDecodeError:
        return None
    if mid:
        document["mid"] = mid
    return _dump_line(document)


def _dump_line(document: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError as error:
        raise RecordError("bad-record", str(error)) from error


def _is_typed(document: dict[str, Any]) -> bool:
    return (
        type(document.get("seq")) is int
        and isinstance(document.get("at"), str)
        and isinstance(document.get("role"), str)
        and type(document.get("mid", 0)) is int
        and isinstance(document.get("data", {}), dict)
        and all(isinstance(document.get(key, ""), str) for key in _TEXT_KEYS)
    )


def seq_of(line: bytes) -> int:
    """The `seq` of a line, without reading the rest of it. Raises RecordError (`bad-record`)."""
    # The key order puts it first: {"seq":12,"at":...
    end = line.find(b",", 0, 40)
    if line.startswith(b'{"seq":') and line[7:end].isdigit():
        return int(line[7:end])
    raise RecordError("bad-record", "the line does not begin with its seq")


def utc_text(epoch_seconds: float) -> str:
    """An instant as records write it: `2026-11-22T16:48:00.123Z` (RFC 3339, UTC, milliseconds)."""
    second, millisecond = divmod(int(epoch_seconds * 1000), 1000)
    return f"{_second_text(second)}{millisecond:03d}Z"


@lru_cache(maxsize=64)  # most records are of the second that was asked for last: 0.4 instead of 12 microseconds
def _second_text(epoch_second: int) -> str:
    return datetime.fromtimestamp(epoch_second, UTC).strftime("%Y-%m-%dT%H:%M:%S.")


def sound_records(lines: Iterable[bytes]) -> Iterator[Record]:
    """Decode lines one by one, and skip those that are damaged."""
    for line in lines:
        try:
            yield Record.decode(line)
        except RecordError:
            continue
