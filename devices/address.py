"""What a record says to the role that it addresses. The bridge decides whom it addresses (docs/protocol.md). Pure."""

import re

from devices.wire import Record

_MENTION = re.compile(r"[ \t\r\n]*@([A-Za-z0-9][A-Za-z0-9_-]{0,31})(?=[ \t\r\n,:;.!?]|\Z)[ \t\r\n,:;.!]*")


def words_for(role: str, record: Record) -> str:
    """The text of a record that addresses `role`, without a mention of the role at its beginning.

    So an answer that repeats these words is shorter than the record's text. Case does not matter.
    """
    text: str = record.get("text", "")
    mention = _MENTION.match(text)
    if mention and mention[1].lower() == role.lower():
        text = text[mention.end() :]
    return text.strip()
