"""bench.audit: what it asks, and what it makes of the answers. The database can't be had here: a stub answers."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from bench.audit import AT_ONCE, CLEAN, NOT_AUDITED, VULNERABLE, report
from tests.support.ports import free_port


class Database:
    """Answers as OSV's querybatch does: the results in the order of the queries."""

    def __init__(self) -> None:
        self.vulnerable: dict[str, list[str]] = {}
        self.is_short = False
        self.asked: list[str] = []

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """One result a query."""
        purls = [query["package"]["purl"] for query in question["queries"]]
        self.asked += purls
        results = [
            {"vulns": [{"id": name} for name in self.vulnerable[purl]]} if purl in self.vulnerable else {}
            for purl in purls
        ]
        return {"results": results[1:] if self.is_short else results}


@pytest.fixture
def database() -> Iterator[tuple[Database, str]]:
    """A database, and where it answers."""
    held = Database()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(held.answer(question)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield held, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_package_is_asked_for_though_they_are_many(database: tuple[Database, str]) -> None:
    held, url = database
    purls = [f"pkg:pypi/p{number}@1" for number in range(2 * AT_ONCE + 1)]
    assert report(purls, url) == CLEAN
    assert held.asked == purls


def test_what_is_known_is_named_and_fails(database: tuple[Database, str], capsys: pytest.CaptureFixture[str]) -> None:
    held, url = database
    held.vulnerable = {"pkg:pypi/b@1": ["PYSEC-1", "GHSA-2"]}
    assert report(["pkg:pypi/a@1", "pkg:pypi/b@1"], url) == VULNERABLE
    assert "pkg:pypi/b@1  PYSEC-1 GHSA-2" in capsys.readouterr().out


def test_answers_that_are_too_few_are_no_audit(database: tuple[Database, str]) -> None:
    held, url = database
    held.is_short = True
    assert report(["pkg:pypi/a@1", "pkg:pypi/b@1"], url) == NOT_AUDITED


def test_a_database_that_is_out_of_reach_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(["pkg:pypi/a@1"], f"http://127.0.0.1:{free_port()}") == NOT_AUDITED
    assert capsys.readouterr().out.startswith("NOT AUDITED")
