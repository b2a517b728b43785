"""web.http.refusal_page: the page of a request that the guard refuses."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from tests.support.services import ROOT
from web.http.refusal_page import POLICY, Explanation, refusal_page, wants_page

SAYS = Explanation({"pt-BR": "porque <sim>", "en": "because"}, "/lab/")


@pytest.mark.parametrize(
    ("accepted", "first"),
    [("pt-BR,pt;q=0.9,en;q=0.8", "pt-BR"), ("en-GB,en;q=0.9", "en"), ("", "pt-BR"), ("fi", "pt-BR")],
)
def test_the_readers_language_comes_first(accepted: str, first: str) -> None:
    page = refusal_page(SAYS, accepted)
    assert f'<html lang="{first}">' in page
    assert re.findall(r'<section lang="([^"]+)"><h1>', page) == [first]


def test_both_languages_lead_back() -> None:
    assert refusal_page(SAYS, "").count('href="/lab/"') == 2


def test_without_an_address_that_answers_there_is_no_link() -> None:
    assert "<a " not in refusal_page(Explanation(SAYS.reasons, ""), "")


def test_the_reason_is_escaped() -> None:
    assert "porque &lt;sim&gt;" in refusal_page(SAYS, "")


def test_the_policy_allows_the_style_sheet_of_the_page() -> None:
    [style] = re.findall(r"<style>(.*?)</style>", refusal_page(SAYS, ""), re.DOTALL)
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in POLICY


def test_its_colours_are_those_of_the_other_pages() -> None:
    base = (ROOT / "web" / "ui" / "src" / "style" / "base.css").read_text()
    colours = set(re.findall(r"#[0-9a-f]{6}", refusal_page(SAYS, "")))
    assert len(colours) > 8
    assert {colour for colour in colours if colour not in base} == set()


@pytest.mark.parametrize(("accept", "expected"), [("text/html,*/*;q=0.8", True), ("*/*", False), ("", False)])
def test_a_browser_that_opens_a_page_gets_one(accept: str, expected: bool) -> None:
    assert wants_page(accept) is expected
