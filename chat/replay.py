"""A message that is played again: its data has `replay`, which says of what. Pure.

It looks like the first one in pages and tables, and is none of its own: it commands no device, unless whoever plays it
asks for that, and no rule acts on it. docs/protocol.md, "Replays".
"""

from collections.abc import Mapping
from typing import Any

REPLAY = "replay"
"""The key: `{"source": "aula1", "seq": 12}`, with `"commands": true` when devices are to obey."""


def is_replay(data: Any) -> bool:
    """Whether this is the data of a message that is played again."""
    mark = data.get(REPLAY) if isinstance(data, Mapping) else None
    return isinstance(mark, Mapping) and isinstance(mark.get("source"), str) and type(mark.get("seq")) is int


def may_command(data: Any) -> bool:
    """Whether a message with this data may address a device: every one but a replay without `commands`."""
    return not is_replay(data) or data[REPLAY].get("commands") is True
