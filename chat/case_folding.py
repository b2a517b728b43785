"""Comparison without regard to case and accents: `ola` and `OLÁ` are equal, composed or decomposed (Unicode NFD).

`fold` defines the comparison. `flatten` is the fast form for most texts, over raw UTF-8: each accented letter of
Western Europe is the byte C3 and one more, so one pass over the bytes is enough. `is_plain` and `needs_fold` say
whether it may be used.
"""

import re
import unicodedata
from functools import cache

_MARKS = re.compile("[\u0300-\u036f]+")  # Unicode: Combining Diacritical Marks
# The same in UTF-8, by the byte that each begins with.
_MARK_BYTES = {b"\xcc": re.compile(rb"\xcc[\x80-\xbf]"), b"\xcd": re.compile(rb"\xcd[\x80-\xaf]")}
_LEAD = 0xC3  # the first byte of U+00C0 to U+00FF in UTF-8
# First bytes of other characters that fold to a plain one: Latin Extended, Greek punctuation, signs such as U+212A.
_LEADS = tuple(bytes([lead]) for lead in (*range(0xC4, 0xCA), 0xCD, 0xCE, 0xE1))
_SIGNS = re.compile(rb"\xe2[\x84\x89]")


def fold(text: str) -> str:
    """The text in lower case and without accents, decomposed (NFD)."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return bare.lower().replace("ς", "σ")  # noqa: RUF001 - Greek: its form depends on what follows


def is_plain(folded: str) -> bool:
    """Whether `flatten` finds this folded text: it has no character beyond Latin-1."""
    return all(letter <= "\xff" for letter in folded)


def has_one_form(letter: str) -> bool:
    """Whether no other character folds to this one: true for emoji and other pictographs."""
    return "\U0001f000" <= letter <= "\U0001faff"


def without_marks(block: bytes) -> bytes:
    """The block of UTF-8 without combining accents."""
    for lead, marks in _MARK_BYTES.items():
        if lead in block:
            block = marks.sub(b"", block)
    return block


def needs_fold(block: bytes) -> bool:
    """Whether a block of UTF-8 without combining accents has letters that `flatten` does not fold."""
    return any(lead in block for lead in _LEADS) or _SIGNS.search(block) is not None


def flatten(block: bytes) -> bytes:
    """The block of UTF-8 in lower case, without the accents of U+00C0 to U+00FF. The result is not UTF-8."""
    return block.lower() if block.isascii() else block.translate(_table(), bytes([_LEAD]))


@cache
def _table() -> bytes:
    """The byte that replaces each byte. A byte above 7F is the second of a character that begins with C3."""
    table = bytearray(bytes(range(256)).lower())
    for second in range(0x80, 0xC0):
        table[second] = fold(bytes([_LEAD, second]).decode()).encode()[-1]
    return bytes(table)
