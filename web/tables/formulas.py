"""Text that no spreadsheet takes for a formula. Pure."""

import re

# Where a spreadsheet may begin a cell: at the beginning of the text, behind a semicolon or a tab where these separate
# cells (the table's quotes are text like any other then), and in a new line, by any character that ends one (UAX 14).
_CELL_BEGINS = r"(^|[;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])"
# What a spreadsheet may drop before it looks for a formula: quotes, white space, control and format characters.
_DROPPED = (
    r"[\"\x00-\x08\x0e-\x1b\x1f\x20\x7f-\x84\x86-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000"
    r"\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]*"
)
# What begins a formula (OWASP, CSV injection). The wide forms are those of East Asian keyboards.
_FORMULA = re.compile(rf"{_CELL_BEGINS}(?={_DROPPED}[=+\-@\uff1d\uff0b\uff0d\uff20])")


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    begun = "'" if text.startswith(("\t", "\r")) else ""
    return begun + _FORMULA.sub(lambda found: f"{found[0]}'", text)
