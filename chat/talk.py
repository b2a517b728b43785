"""What a message says about an earlier one: a reply, or a reaction. Pure.

A reply is a text with `re`, the `seq` of the message that it answers. A reaction is `re` and `reaction`, without a
text. Both are data of a payload; here they get their meaning. So does `rule` beside a text: the rule that says it.
web/ui/src/model/talk.ts is the same rule, held to it by tests/chat/talk.json.
"""

from collections.abc import Mapping
from typing import Any

from chat.one_line import ONE_LINE
from chat.record import Record
from chat.replay import REPLAY, is_replay

MAX_REACTION = 16
"""Characters of a reaction; an emoji has up to ten or so."""


def answered(record: Record) -> int:
    """The `seq` of the message that a record is a reply or a reaction to; 0 when it is neither."""
    if record.event or not isinstance(record.data, Mapping):
        return 0
    seq = record.data.get("re")
    if type(seq) is not int or not 1 <= seq < record.seq:
        return 0
    return seq if record.text or _is_reaction(record.data.get("reaction")) else 0


def reaction_of(record: Record) -> str | None:
    """The reaction that a record is: one that is empty takes the former back. None when it is none."""
    return None if record.text or not answered(record) else str(record.data["reaction"])


def measured(record: Record) -> Any:
    """The data of a record without the keys by which it speaks: these measure nothing."""
    spoken = {"re", "reaction"} if answered(record) else set()
    if record.text and isinstance(record.data, Mapping) and isinstance(record.data.get("rule"), str):
        spoken |= {"rule"}
    if is_replay(record.data):
        spoken |= {REPLAY}
    if not spoken or spoken.isdisjoint(record.data):
        return record.data
    return {key: value for key, value in record.data.items() if key not in spoken}


def _is_reaction(value: object) -> bool:
    if not isinstance(value, str) or len(value) > MAX_REACTION:
        return False
    return not value or (not value.isspace() and ONE_LINE.fullmatch(value) is not None)
