"""The unit that a value's key surely means, where its device describes none. Pure.

web/ui/src/model/series.ts has the same table, held to it by tests/chat/units.json.
"""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_UNITS: Mapping[str, str] = MappingProxyType(
    {"temperature": "°C", "temperatura": "°C", "humidity": "%", "umidade": "%", "humidade": "%"}
)
"""In English and Portuguese, what every class measures."""


def unit_of(key: str) -> str:
    """The unit of the value at a path; empty where the key may mean something else."""
    name = unicodedata.normalize("NFD", key.rpartition(".")[2].lower())
    return _UNITS.get("".join(letter for letter in name if not unicodedata.combining(letter)), "")
