"""Reading letters without regard to case and accents: `ola` and `OLÁ` are the same, composed or decomposed.

`fold` says what that means. `flatten` does it fast over raw UTF-8, for most texts: each accented letter of Western
Europe is the byte C3 and another, so one pass over the bytes is enough. `is_plain` and `needs_fold` say when.
"""

import re
import unicodedata
from functools import cache

_MARKS = re.compile("[\u0300-\u036f]+")  # Unicode: Combining Diacritical Marks
# In UTF-8, each beginning with a byte that can be looked for.
_MARK_BYTES = {b"\xcc": re.compile(rb"\xcc[\x80-\xbf]"), b"\xcd": re.compile(rb"\xcd[\x80-\xaf]")}
_LEAD = 0xC3  # of U+00C0 to U+00FF
# What begins the other characters that become a plain one: Latin Extended, Greek punctuation, signs such as U+212A.
_LEADS = tuple(bytes([lead]) for lead in (*range(0xC4, 0xCA), 0xCD, 0xCE, 0xE1))
_SIGNS = re.compile(rb"\xe2[\x84\x89]")


def fold(text: str) -> str:
    """The text in small letters and without accents, decomposed (NFD)."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return bare.lower().replace("ς", "σ")  # noqa: RUF001 - Greek: its form depends on what follows


def is_plain(folded: str) -> bool:
    """Whether `flatten` may be used to look for this: nothing in it is beyond Latin-1."""
    return all(letter <= "\xff" for letter in folded)


def has_one_form(letter: str) -> bool:
    """Whether nothing else folds to this character: emoji and other pictures."""
    return "\U0001f000" <= letter <= "\U0001faff"


def without_marks(block: bytes) -> bytes:
    """UTF-8 without the accents that stand as characters of their own."""
    for lead, marks in _MARK_BYTES.items():
        if lead in block:
            block = marks.sub(b"", block)
    return block


def needs_fold(block: bytes) -> bool:
    """Whether there are letters, in UTF-8 without marks, that `flatten` does not bring to their plain form."""
    return any(lead in block for lead in _LEADS) or _SIGNS.search(block) is not None


def flatten(block: bytes) -> bytes:
    """UTF-8 in small letters, without the accents of U+00C0 to U+00FF. No text any more: only for comparing."""
    return block.lower() if block.isascii() else block.translate(_table(), bytes([_LEAD]))


@cache
def _table() -> bytes:
    """What becomes of each byte; of those above 7F, that is what the character means that C3 and it make."""
    table = bytearray(bytes(range(256)).lower())
    for second in range(0x80, 0xC0):
        table[second] = fold(bytes([_LEAD, second]).decode()).encode()[-1]
    return bytes(table)
