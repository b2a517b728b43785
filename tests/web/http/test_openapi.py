"""web.http.openapi: the description of /api is true, and what schemathesis derives from it finds nothing."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
import schemathesis

from bridge.requests import MAX_REPLIES, MAX_REPLY
from chat import topic
from chat.history import _ARCHIVED
from chat.message import MAX_ID
from chat.settings import Settings
from tests.support.ports import free_port
from tests.support.services import Lab
from web.app import create_app
from web.boards.kinds import KINDS
from web.boards.order import MAX_BOARDS
from web.history.search import MAX_FOUND
from web.http.downloads import ALL_FORMATS, XLSX_TYPE
from web.http.exports import FORMATS
from web.http.openapi import DESCRIPTION
from web.http.problems import STATUS
from web.http.records import MAX_LIMIT
from web.http.search import MAX_WORDS
from web.http.series import MAX_POINTS
from web.tables.manner import WORDS, ZONE
from web.tables.rows import TABLES

DOCUMENT: dict[str, Any] = json.loads(DESCRIPTION.read_bytes())
SCHEMAS = DOCUMENT["components"]["schemas"]
PARAMETERS = DOCUMENT["components"]["parameters"]


def routes(tmp_path: Path) -> set[tuple[str, str]]:
    """Method and path of everything that the application offers under /api, as OpenAPI writes it."""
    web = create_app(Settings(logs=tmp_path, data=tmp_path))
    rules = [rule for rule in web.app.url_map.iter_rules() if rule.rule.startswith("/api")]
    return {
        (method.lower(), re.sub("<([^>]+)>", r"{\1}", rule.rule))
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def described() -> dict[tuple[str, str], dict[str, Any]]:
    """Every operation of the description, by method and path."""
    return {
        (method, path): operation
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def query(method: str, path: str, name: str) -> dict[str, Any]:
    """The schema of a query parameter."""
    [found] = [one["schema"] for one in described()[method, path]["parameters"] if one.get("name") == name]
    return dict(found)


def body_of(method: str, path: str) -> dict[str, Any]:
    """The schema of a request's body."""
    return dict(described()[method, path]["requestBody"]["content"]["application/json"]["schema"])


def test_every_route_is_described_and_every_description_is_of_a_route(tmp_path: Path) -> None:
    assert routes(tmp_path) == set(described())


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for operation in described().values()]
    assert len(set(names)) == len(names)


def test_names_are_described_by_the_patterns_of_the_code() -> None:
    assert SCHEMAS["SessionName"]["pattern"] == f"^{topic._SESSION.pattern}$"
    assert set(SCHEMAS["SessionName"]["not"]["enum"]) == topic._DEVICE_NAMES
    assert SCHEMAS["Role"]["pattern"] == f"^{topic._ROLE.pattern}$"
    assert SCHEMAS["ArchiveName"]["pattern"] == f"^{_ARCHIVED.pattern}$"


def test_reserved_roles_are_no_roles_in_the_description() -> None:
    reserved = re.compile(SCHEMAS["Role"]["not"]["pattern"])
    assert [name for name in topic.RESERVED_ROLES if not reserved.search(name.title())] == []


def test_limits_are_described_by_the_numbers_of_the_code() -> None:
    described_limits = {
        "records": PARAMETERS["limit"]["schema"]["maximum"],
        "points": query("get", "/api/sessions/{session}/series", "points")["maximum"],
        "words": query("get", "/api/search", "q")["maxLength"],
        "found": query("get", "/api/search", "limit")["maximum"],
        "replies": SCHEMAS["Replies"]["properties"]["replies"]["maxItems"],
        "reply": SCHEMAS["Replies"]["properties"]["replies"]["items"]["maxLength"],
        "boards": SCHEMAS["Roles"]["maxItems"],
        "files": body_of("post", "/api/boards")["properties"]["boards"]["maxItems"],
        "id": SCHEMAS["NewMessage"]["properties"]["id"]["maxLength"],
    }
    assert described_limits == {
        "records": MAX_LIMIT,
        "points": MAX_POINTS,
        "words": MAX_WORDS,
        "found": MAX_FOUND,
        "replies": MAX_REPLIES,
        "reply": MAX_REPLY,
        "boards": MAX_BOARDS,
        "files": MAX_BOARDS,
        "id": MAX_ID,
    }


def test_the_formats_of_a_download_are_those_of_the_code() -> None:
    assert PARAMETERS["format"]["schema"]["enum"] == list(ALL_FORMATS)
    assert PARAMETERS["table"]["schema"]["enum"] == list(TABLES)
    assert PARAMETERS["lang"]["schema"]["enum"] == list(WORDS)
    assert PARAMETERS["zone"]["schema"]["pattern"] == f"^{ZONE.pattern}$"
    types = [*(kind.partition(";")[0] for _, kind in FORMATS.values()), XLSX_TYPE]
    assert list(DOCUMENT["components"]["responses"]["File"]["content"]) == types


def test_the_kinds_of_boards_are_those_of_the_code() -> None:
    assert SCHEMAS["BoardKind"]["enum"] == list(KINDS)


def test_every_status_of_a_refusal_is_described_somewhere() -> None:
    told = {status for operation in described().values() for status in operation["responses"]}
    assert {str(status) for status in STATUS.values()} <= told


def test_the_description_is_served(running: Lab) -> None:
    response = requests.get(f"{running.url}/api/openapi.json", timeout=10)
    assert (response.content, response.headers["Content-Type"]) == (DESCRIPTION.read_bytes(), "application/json")


def test_an_archived_session_is_as_described(running: Lab, session: str) -> None:
    base = f"{running.url}/api"
    requests.post(f"{base}/sessions", json={"session": session}, timeout=10)
    requests.post(f"{base}/sessions/{session}/archive", timeout=10)
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    listed = requests.get(f"{base}/archive", timeout=10)
    schema["/api/archive"]["GET"].validate_response(listed)
    [name] = [one["name"] for one in listed.json()["archived"] if one["session"] == session]
    for what in ("messages", "log"):
        response = requests.get(f"{base}/archive/{name}/{what}", timeout=10)
        assert response.status_code == 200
        schema[f"/api/archive/{{name}}/{what}"]["GET"].validate_response(response)


def test_schemathesis_finds_nothing(lab: Lab) -> None:
    lab.settings["LAB_FAULTS_PORT"] = str(free_port())
    lab.service("faults", "serve")
    lab.start_all()
    command = [sys.executable, "-m", "schemathesis.cli", "--no-color", "run", f"{lab.url}/api/openapi.json"]
    options = ["--max-examples=5", "--seed=1", "--no-shrink", "--generation-database=none"]
    # By docs/protocol.md a session without a log, also one that was deleted, has no records: 200.
    options.append("--exclude-checks=use_after_free")
    run = subprocess.run([*command, *options], cwd=lab.folder, capture_output=True, text=True, timeout=110, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
