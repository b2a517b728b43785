"""The words of a command in either language: which order they give, and with what. Pure."""

import re
from collections.abc import Mapping

_PUNCTUATION = ".,;:!?"
# A number as people write it in either language, perhaps with its unit: 21,5 °C or -3.
_NUMBER = re.compile(r"\s*([+-]?\d{1,9}(?:[.,]\d{1,9})?)(?![\d.,]*\d)")


class Orders:
    """A table of orders, each with its words: `Orders({"set": "set ajusta ajuste"})`."""

    def __init__(self, table: Mapping[str, str]) -> None:
        """Words are separated by spaces, in small letters. The first word of an order is what is announced."""
        self._orders = {word: order for order, words in table.items() for word in words.split()}

    def find(self, words: str) -> tuple[str, str]:
        """The order that `words` begin with, and the rest of them: "Ajuste 21,5!" is `("set", "21,5!")`.

        The order is empty when they begin with none.
        """
        first, *rest = words.split(maxsplit=1) or [""]
        word = first.casefold()
        order = self._orders.get(word) or self._orders.get(word.rstrip(_PUNCTUATION)) or ""
        return order, "".join(rest).strip()


def number_in(words: str) -> float | None:
    """The number that `words` begin with, with a decimal point or comma; None when they begin with none."""
    found = _NUMBER.match(words)
    return float(found[1].replace(",", ".")) if found else None
