"""The catalogue: the same in both languages, and neither more nor less than what is said."""

import re
from string import Formatter

import pytest

from launcher.texts import Texts, catalogue
from tests.support.services import ROOT


def fields(text: str) -> set[str | None]:
    """The names of the values that a text takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", catalogue())
def test_both_languages_take_the_same_values(key: str) -> None:
    portuguese, english = catalogue()[key]
    assert fields(portuguese) == fields(english)


def test_every_text_is_said_somewhere() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "launcher").glob("*.py") if path.name != "texts.py")
    said = set(re.findall(r'"([a-z0-9-]+)"', code)) | {f"help-{name}" for name in re.findall(r'"([a-z-]+)"', code)}
    assert catalogue().keys() <= said


@pytest.mark.parametrize(
    ("lang", "environ", "english"),
    [
        ("pt-BR", {"LANG": "en_US.UTF-8"}, False),
        ("en", {"LANG": "pt_BR.UTF-8"}, True),
        ("auto", {"LANG": "pt_PT.UTF-8"}, False),
        ("auto", {"LANG": "de_DE.UTF-8"}, True),
        ("auto", {"LC_ALL": "pt_BR.UTF-8", "LANG": "en_US.UTF-8"}, False),
    ],
)
def test_lab_lang_chooses_the_language(lang: str, environ: dict[str, str], english: bool) -> None:
    assert Texts.of(lang, environ).english is english
