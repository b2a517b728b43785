"""Both languages say the same things."""

import re
import string

import pytest

from devices.fleet.errors import FleetError
from devices.fleet.texts import _TEXTS, Texts
from tests.support.services import ROOT


@pytest.mark.parametrize("key", sorted(_TEXTS))
def test_a_text_is_there_in_both_languages_with_the_same_values(key: str) -> None:
    values = {
        language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for language, text in _TEXTS[key].items()
    }
    assert values.keys() == {"en", "pt-BR"}
    assert values["en"] == values["pt-BR"]


def test_every_error_has_a_text() -> None:
    sources = (ROOT / "devices" / "fleet").glob("*.py")
    raised = {
        key for path in sources for key in re.findall(r'FleetError\(\s*"([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(raised) > 15
    assert raised - _TEXTS.keys() == set()


def test_numbers_are_written_as_in_the_language() -> None:
    assert (Texts("en").number(70_000), Texts("pt-BR").number(70_000)) == ("70,000", "70.000")
    assert (Texts("en").decimal(1.52), Texts("pt-BR").decimal(1.52)) == ("1.5", "1,5")


def test_an_error_is_told_with_its_place() -> None:
    error = FleetError("bad-burst", where="x.toml: ", most=10)
    assert Texts("en").error(error) == 'x.toml: "burst" takes a whole number from 1 to 10'
