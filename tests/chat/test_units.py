"""chat.units: units that keys surely mean. The page is held to the same examples."""

import json
from pathlib import Path

import pytest

from chat.units import unit_of

CASES = json.loads(Path(__file__).with_name("units.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("key", "unit"), CASES)
def test_a_key_has_the_unit_that_it_surely_means(key: str, unit: str) -> None:
    assert unit_of(key) == unit
