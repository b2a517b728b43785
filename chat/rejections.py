"""Payloads of `lab/rejected`: each refusal with its reason, at most so many a second, the rest counted.

The bridge makes them, and the embedded broker about what never reaches the bridge.
"""

from collections import Counter
from collections.abc import Callable

import orjson

from chat.errors import Refused
from chat.message import bare_json
from chat.record import utc_text

MOST_A_SECOND = 50
MOST_OF_ONE = 20
"""Refusals a second about one topic, so that the refusals of a flood do not hide those of others."""

_EXCERPT = 256
"""Characters of a topic, and bytes of a payload, in a payload; of a topic no more are remembered."""


class Rejections:
    """Turns refusals into payloads, and limits their number. `clock` returns seconds since 1970."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._second = 0
        self._in_second: Counter[str] = Counter()
        self._suppressed = 0
        self.total = 0

    def payload(self, topic: str, payload: bytes, error: Refused) -> bytes | None:
        """The payload that tells why a message (`topic`, `payload`) was refused; None when this second has enough."""
        self.total += 1
        now = self._clock()
        if int(now) != self._second:
            self._second, self._in_second = int(now), Counter()
        topic = topic[:_EXCERPT]
        if self._in_second.total() >= MOST_A_SECOND or self._in_second[topic] >= MOST_OF_ONE:
            self._suppressed += 1
            return None
        self._in_second[topic] += 1
        suppressed, self._suppressed = self._suppressed, 0
        return _describe(topic, payload, error, utc_text(now), suppressed)


def _describe(topic: str, payload: bytes, error: Refused, at: str, suppressed: int) -> bytes:
    document = {
        "at": at,
        "topic": topic,
        "reason": error.reason,
        "detail": error.detail,
        "size": len(payload),
        "id": _id_in(payload),
        "payload": payload[:_EXCERPT].decode(errors="replace"),
        "suppressed": suppressed,
    }
    return orjson.dumps({key: value for key, value in document.items() if value not in ("", 0)})


def _id_in(payload: bytes) -> str:
    """The id that the sender gave, if one can be made out, so that it can stop resending."""
    try:
        found = orjson.loads(bare_json(payload[:1048576])).get("id")
    except (orjson.JSONDecodeError, AttributeError):
        return ""
    return found[:256] if isinstance(found, str) else ""
