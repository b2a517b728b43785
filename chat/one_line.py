"""A text of one line, as events of the lab hold names, questions and rules. Pure."""

import re

from chat.errors import LabError

ONE_LINE = re.compile(r"[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*")
"""No control characters, line separators, invisible characters, nor those that turn the direction of writing."""


def one_line(value: object, key: str, most: int) -> str:
    """A text of 1 to `most` characters in one line that is not blank. Raises LabError (`bad-field`) about `key`."""
    text = value if isinstance(value, str) else ""
    if not text.strip() or len(text) > most or not ONE_LINE.fullmatch(text):
        raise LabError("bad-field", f"`{key}` has 1 to {most} characters in one line")
    return text
