"""web.http.languages: which language a page speaks, and that every string has both."""

import re

import pytest
import requests
from babel.messages.pofile import read_po

from tests.support.services import ROOT, Lab
from web.http.languages import choose

PO = ROOT / "web" / "translations" / "pt_BR" / "LC_MESSAGES" / "messages.po"


@pytest.mark.parametrize(
    ("asked", "remembered", "setting", "accepted", "expected"),
    [
        ("en", "pt-BR", "pt-BR", None, "en"),
        (None, "en", "pt-BR", None, "en"),
        (None, None, "en", "pt-BR", "en"),
        (None, None, "auto", "en", "en"),
        (None, None, "auto", None, "pt-BR"),
        ("xx", "yy", "pt-BR", "en", "pt-BR"),
    ],
)
def test_the_visitors_choice_comes_first_then_the_setting_then_the_browser(
    asked: str | None, remembered: str | None, setting: str, accepted: str | None, expected: str
) -> None:
    assert choose(in_query=asked, remembered=remembered, setting=setting, accepted=accepted) == expected


def test_a_page_speaks_portuguese_first(running: Lab) -> None:
    page = requests.get(running.url, timeout=10).text
    assert '<html lang="pt-BR">' in page
    assert "Laboratório de Mensagens" in page


def test_a_language_that_was_chosen_is_remembered(running: Lab) -> None:
    visitor = requests.Session()
    visitor.get(f"{running.url}/?lang=en", timeout=10)
    assert "Messaging Lab" in visitor.get(running.url, timeout=10).text


def strings_in_templates() -> set[str]:
    templates = [*(ROOT / "web").rglob("*.html"), *(ROOT / "web").rglob("*.py")]
    templates = [path for path in templates if "node_modules" not in path.parts]
    found = re.findall(
        r"""\b(?:_|gettext|lazy_gettext)\(\s*(["'])(.+?)\1""", "\n".join(path.read_text() for path in templates)
    )
    return {text for _, text in found}


def test_every_string_of_the_pages_is_translated() -> None:
    with PO.open("rb") as file:
        catalogue = {str(message.id): message.string for message in read_po(file) if message.id}
    strings = strings_in_templates()
    assert len(strings) > 40
    assert {text for text in strings if not catalogue.get(text)} == set()
