"""Records for the checkers, as the bridge makes them of what somebody publishes."""

import json
from typing import Any

from chat.message import Message
from chat.record import Record
from web.lessons.evidence import Evidence
from web.lessons.transcript import Transcript

BEGUN = 1_790_000_000.0


def log(*said: tuple[str, object] | tuple[str, object, float]) -> list[Record]:
    """The records of payloads: each the role, the payload (an object is JSON), and seconds since the one before."""
    records, now = [], BEGUN
    for seq, (role, payload, *after) in enumerate(said, 1):
        now += float(after[0]) if after else 1.0
        text = payload if isinstance(payload, str) else json.dumps(payload)
        message = Message.decode(text.encode(), max_size=65536)
        records.append(Record.of(message, seq=seq, at=_at(now), role=role))
    return records


def of_ana(*said: tuple[Any, ...]) -> Evidence:
    """The evidence of ana in this log."""
    return Evidence.of(Transcript.of(log(*said)), "ana")


def typed(text: str) -> dict[str, str]:
    """What the page sends of a text that somebody writes in the conversation."""
    return {"text": text, "id": "k3v97abcdefgh012"}


def _at(moment: float) -> str:
    from chat.record import utc_text

    return utc_text(moment)
