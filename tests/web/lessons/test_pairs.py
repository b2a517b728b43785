"""web.lessons.pages: a conversation for each pair in the first two stages."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.lessons import pages


def test_each_pair_has_a_conversation_of_its_own(client: FlaskClient, folder: Path) -> None:
    for pair in ("mesa-1", "mesa-2"):
        client.post(f"/lessons/2/{pair}/usuario", data={"text": f"oi de {pair}"})
    page = client.get("/lessons/2/mesa-1/atendente").text
    assert "oi de mesa-1" in page
    assert "oi de mesa-2" not in page
    assert "/lessons/2/mesa-1/usuario" in page
    assert {path.parent.name for path in folder.glob("*/chat.log")} == {"mesa-1", "mesa-2"}


def test_the_page_of_the_lessons_leads_to_the_clients_of_the_pair(client: FlaskClient) -> None:
    assert "/lessons/1/mesa-1/usuario" in client.get("/lessons/?pair=mesa-1").text


@pytest.mark.parametrize("pair", ["MESA", "..", "a" * 49])
def test_a_pair_is_named_as_a_session_is(client: FlaskClient, folder: Path, pair: str) -> None:
    assert client.post(f"/lessons/1/{pair}/usuario", data={"text": "oi"}).status_code in (400, 404)
    assert not folder.exists()


def test_pairs_are_bounded(client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAIRS", 2)
    codes = [client.post(f"/lessons/1/p{number}/usuario", data={"text": "oi"}).status_code for number in range(3)]
    assert codes == [303, 303, 429]
