"""web.http.pages: shells that say where they are, and load nothing from elsewhere."""

import html
import re

import pytest
import requests

from tests.support.services import Lab


def page(running: Lab, path: str) -> str:
    response = requests.get(running.url + path, timeout=10)
    assert response.status_code == 200, response.text
    return response.text


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/", ['data-page="sessions"']),
        ("/s/aula1", ['data-page="seats"', 'data-session="aula1"']),
        ("/v/aula1", ['data-page="view"', 'data-session="aula1"']),
        ("/d/aula1", ['data-page="devices"']),
        ("/w/aula1", ['data-page="wire"']),
        ("/f/aula1", ['data-page="faults"']),
        ("/search", ['data-page="search"']),
        ("/boards", ['data-page="boards"']),
        ("/flash", ['data-page="flash"']),
        ("/a/aula1_20261122-164800", ['data-archive="aula1_20261122-164800"']),
        ("/s/aula1/usuario", ['data-page="role"', 'data-session="aula1"', 'data-role="usuario"']),
    ],
)
def test_a_page_says_where_it_is(running: Lab, path: str, marks: list[str]) -> None:
    text = page(running, path)
    assert [mark in text for mark in marks] == [True] * len(marks)


@pytest.mark.parametrize("path", ["/", "/s/aula1", "/s/aula1/usuario", "/lessons/"])
def test_everything_a_page_loads_comes_from_here_and_is_there(running: Lab, path: str) -> None:
    loaded = re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', page(running, path))
    assert len(loaded) >= 3
    for address in loaded:
        assert address.startswith("/static/")
        assert requests.get(running.url + address, timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("path", "language", "says"),
    [
        ("/nothing", "pt-BR", "Esta página não existe"),
        ("/nothing", "en", "There is no such page"),
        ("/s/A", "pt-BR", "Este não é um nome de sessão"),
        ("/s/aula1/lab", "pt-BR", "Este papel é do próprio laboratório"),
    ],
)
def test_an_error_speaks_the_language_of_the_reader(running: Lab, path: str, language: str, says: str) -> None:
    response = requests.get(running.url + path, params={"lang": language}, timeout=10)
    assert f">{says}</h1>" in html.unescape(response.text)


@pytest.mark.parametrize("path", ["/s/A", "/s/aula1/lab", "/s/con/x", "/nothing"])
def test_a_place_that_can_not_be_is_a_page_that_says_so(running: Lab, path: str) -> None:
    response = requests.get(running.url + path, timeout=10)
    assert response.status_code in (400, 404)
    assert "<h1" in response.text


def test_no_script_stands_in_a_page(running: Lab) -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page(running, "/s/aula1/usuario")) == []
