"""Bytes on the wire: a message to send, the records of a packet, a rejection. Never raises on what it receives."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
"""A logged message as docs/protocol.md describes it: `seq`, `at`, `role`, `text`, `data`, `to`, `id` ..."""

MAX_PAYLOAD = 65536
"""Largest payload of a message in bytes: the lab's own default."""

_NAMED = frozenset({"text", "id", "sent_at", "to", "confirm"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rejection:
    """What the bridge refused, and why. `payload` is the beginning of it."""

    topic: str
    reason: str
    detail: str
    id: str
    payload: str


def encode(message_id: str, *, text: str, data: Mapping[str, Any], to: str, sent_at: str) -> bytes:
    """The payload of a message. Raises ValueError when the lab would not take it."""
    if not text and not data:
        raise ValueError("a message needs a text or data")
    if taken := _NAMED & data.keys():
        raise ValueError(f"data can't hold {', '.join(sorted(taken))}: these keys are the lab's")
    # The id comes first, so that a rejection, which shows the beginning of the payload, always shows it.
    named = {"id": message_id, "text": text, "to": to, "sent_at": sent_at}
    document = {key: value for key, value in named.items() if value} | dict(data)
    payload = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    if len(payload) > MAX_PAYLOAD:
        raise ValueError(f"the message has {len(payload)} bytes; at most {MAX_PAYLOAD} are taken")
    return payload


def records(packet: bytes) -> Iterator[Record]:
    """The records of one packet of `log/<session>` or `to/<session>/<role>`. A line that is no record is told in the
    log and passed over."""
    for line in packet.split(b"\n"):
        if line:
            found = record(line)
            if found is not None:
                yield found
            else:
                log.warning("passed over a line that is no record: %.80r", line)


def record(line: bytes) -> Record | None:
    """The record that a line is; None when it is none."""
    document = json_object(line)
    return document if document is not None and _is_record(document) else None


def rejection(packet: bytes) -> Rejection | None:
    """What a packet of `lab/rejected/<role>` says; None when it is something else."""
    document = json_object(packet)
    if document is None:
        return None
    told = {key: document.get(key, "") for key in ("topic", "reason", "detail", "id", "payload")}
    return Rejection(**{key: value if isinstance(value, str) else "" for key, value in told.items()})


def json_object(text: bytes) -> dict[str, Any] | None:
    """The JSON object that `text` is; None when it is none."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _is_record(document: Record) -> bool:
    return (
        type(document.get("seq")) is int
        and all(isinstance(document.get(key), str) for key in ("at", "role"))
        and all(isinstance(document.get(key, ""), str) for key in ("text", "to", "id", "event"))
        and isinstance(document.get("data", {}), dict)
    )
