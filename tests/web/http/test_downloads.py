"""web.http.downloads: a session as a file, in the format, the language and the time zone that the query asks for."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient

from chat.record import Record
from chat.settings import Settings
from tests.support.services import Lab
from tests.web.tables.session import written
from web.app import create_app
from web.http.downloads import XLSX_TYPE

BRAZIL = {"lang": "pt-BR", "zone": "America/Sao_Paulo"}
LOG = "/api/sessions/aula1/log"
MIB = 2**20


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A web that is not connected to anything, with the small session of the tables."""
    written(tmp_path / "logs" / "aula1")
    written(tmp_path / "logs" / ".archive" / "aula1_20261122-100000")
    return create_app(Settings(logs=tmp_path / "logs", data=tmp_path / "data")).app.test_client()


@pytest.mark.parametrize("path", [LOG, "/api/archive/aula1_20261122-100000/log"])
def test_a_workbook_is_downloaded_whole(client: FlaskClient, path: str) -> None:
    response = client.get(path, query_string={"format": "xlsx", **BRAZIL})
    assert (response.status_code, response.mimetype) == (200, XLSX_TYPE)
    assert response.content_length == len(response.data)
    with zipfile.ZipFile(io.BytesIO(response.data)) as book:
        assert b'name="Valores"' in book.read("xl/workbook.xml")


@pytest.mark.parametrize(
    ("query", "name", "begin"),
    [
        ({"table": "wide", **BRAZIL}, "aula1-valores.csv", "horário (America/Sao_Paulo);segundos;papel;sensor-1"),
        ({"table": "long", **BRAZIL}, "aula1-valores.csv", "horário (America/Sao_Paulo);segundos;nome;papel;medida"),
        ({"table": "messages", "lang": "en"}, "aula1-messages.csv", "no.,time (UTC),name"),
        ({"zone": "Europe/Lisbon"}, "aula1-messages.csv", "no.,time (Europe/Lisbon),name"),
        ({}, "aula1.csv", "seq,at,role,event,to,text"),
    ],
)
def test_a_table_is_written_as_the_query_says(
    client: FlaskClient, query: dict[str, str], name: str, begin: str
) -> None:
    response = client.get(LOG, query_string={"format": "csv", **query})
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.data.decode("utf-8-sig").startswith(begin)


@pytest.mark.parametrize(
    "query", [{"table": "tall"}, {"lang": "fr"}, {"zone": "../../etc/passwd"}, {"format": "ods"}, {"zone": ""}]
)
def test_what_the_lab_does_not_write_is_a_bad_request(client: FlaskClient, query: dict[str, str]) -> None:
    response = client.get(LOG, query_string={"format": "csv", **query})
    assert (response.status_code, response.get_json()["reason"]) == (400, "bad-request")


def test_a_session_that_is_not_there_has_no_workbook(client: FlaskClient) -> None:
    assert client.get("/api/sessions/none/log", query_string={"format": "xlsx"}).status_code == 404


def test_a_long_table_is_sent_as_it_is_made(client: FlaskClient, tmp_path: Path) -> None:
    folder = tmp_path / "logs" / "long"
    folder.mkdir()
    records = (Record(seq=seq, at="2026-11-22T16:48:00Z", role="s", data={"t": seq}) for seq in range(1, 20_001))
    (folder / "chat_20261122-134800.log").write_bytes(b"".join(record.encode() for record in records))
    tracemalloc.start()
    response = client.get("/api/sessions/long/log", query_string={"format": "csv", "table": "wide"})
    sent = sum(len(block) for block in response.iter_encoded())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (sent > MIB // 2, most < MIB) == (True, True)


def test_a_running_lab_writes_the_workbook(running: Lab, session: str) -> None:
    requests.post(f"{running.url}/api/sessions", json={"session": session}, timeout=10)
    response = requests.get(f"{running.url}/api/sessions/{session}/log", params={"format": "xlsx"}, timeout=60)
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        assert "xl/worksheets/sheet2.xml" in book.namelist()
