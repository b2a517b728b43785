"""Which role a record addresses. Pure."""

import re

from devices.wire import Record

_MENTION = re.compile(r"\s*@([A-Za-z0-9][A-Za-z0-9_-]*)[\s,:;.!]*")


def words_for(role: str, record: Record) -> str | None:
    """The words that `record` addresses to `role`, by `to` or by a text that begins with `@role`; None for none.

    Case does not matter. A mention is removed, so an answer that repeats these words is shorter than the record's text.
    """
    text: str = record.get("text", "")
    mention = _MENTION.match(text)
    if mention and mention[1].casefold() == role.casefold():
        return text[mention.end() :].strip()
    if record.get("to", "").casefold() == role.casefold():
        return text.strip()
    return None
