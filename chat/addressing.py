"""Whom a record addresses: its `to`, or else the role that its text names first, after an `@`. Pure.

The page has the same rule (web/ui/src/model/addressing.ts). `tests/chat/addressing.json` holds both to the same cases.
"""

import re

from chat.topic import RESERVED_ROLES

# The name ends where the text does, or at white space or a punctuation mark. Spaces are those of ASCII, on which all
# languages agree.
_NAMED = re.compile(r"[ \t\r\n]*@([A-Za-z0-9][A-Za-z0-9_-]{0,31})(?=[ \t\r\n,:;.!?]|\Z)")


def addressee(to: str, text: str) -> str:
    """The role that a record with this `to` and this `text` addresses, spelled as it is there; empty for none."""
    return to or named_first(text)


def named_first(text: str) -> str:
    """The role that a text names first, as `@lamp on` does; empty for none. The lab's own roles are none."""
    found = _NAMED.match(text)
    return found[1] if found and found[1].lower() not in RESERVED_ROLES else ""
