"""web.http.faults: the fault lab over HTTP, in an open lab."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis

from tests.support.ports import free_port
from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.http.test_openapi import DOCUMENT


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the API of a lab with a fault lab is."""
    lab = Lab(tmp_path_factory.mktemp("faults"), settings={"LAB_FAULTS_PORT": str(free_port())})
    try:
        lab.service("faults", "serve")
        lab.start_all()
        yield f"{lab.url}/api/sessions"
    finally:
        lab.stop()


def ask(method: str, url: str, **more: Any) -> Any:
    """The answer to a request that is carried out."""
    response = requests.request(method, url, timeout=30, **more)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_line_is_opened_with_rules_and_is_as_described(url: str) -> None:
    response = requests.put(f"{url}/a1/faults/ana", json={"rules": ["lose-puback:30%"]}, timeout=30)
    schemathesis.openapi.from_dict(DOCUMENT)["/api/sessions/{session}/faults/{role}"]["PUT"].validate_response(response)
    line = response.json()
    assert (line["session"], line["role"], line["rules"]) == ("a1", "ana", ["lose-puback:30%"])
    assert ask("PUT", f"{url}/a1/faults/ana")["rules"] == ["lose-puback:30%"]
    assert [one["role"] for one in ask("GET", f"{url}/a1/faults")["lines"]] == ["ana"]


def test_all_lines_of_a_session_get_the_same_rules(url: str) -> None:
    for role in ("ana", "bia"):
        ask("PUT", f"{url}/a2/faults/{role}")
    lines = ask("PUT", f"{url}/a2/faults", json={"rules": ["double-publish"]})["lines"]
    assert [one["rules"] for one in lines] == [["double-publish"]] * 2


def test_a_run_and_its_packets_are_told(url: str) -> None:
    ask("PUT", f"{url}/a3/faults/ana")
    run = ask("POST", f"{url}/a3/faults/ana/runs", json={"qos": 0, "count": 3})["run"]
    seen: list[dict[str, Any]] = []

    def is_done() -> bool:
        after = seen[-1]["number"] if seen else 0
        line = ask("GET", f"{url}/a3/faults/ana", params={"after": after, "wait": 2})
        seen.extend(line["events"])
        return (line["runs"][0]["run"], line["runs"][0]["phase"]) == (run, "done")

    wait_until(is_done)
    assert [one["packet"] for one in seen].count("PUBLISH") == 3


def test_a_closed_line_is_there_no_more(url: str) -> None:
    ask("PUT", f"{url}/a4/faults/ana")
    ask("POST", f"{url}/a4/faults/ana/cut")
    assert ask("DELETE", f"{url}/a4/faults/ana") == {"status": "ok"}
    assert requests.get(f"{url}/a4/faults/ana", timeout=10).json()["reason"] == "no-line"


@pytest.mark.parametrize(
    ("method", "path", "body", "reason"),
    [
        ("PUT", "/A/faults/ana", {}, "bad-session"),
        ("PUT", "/a5/faults/lab", {}, "reserved-role"),
        ("PUT", "/a5/faults/ana", {"rules": ["lose-everything"]}, "bad-request"),
        ("PUT", "/a5/faults/ana", {"rules": "lose-puback"}, "bad-field"),
        ("PUT", "/a5/faults", {}, "bad-field"),
        ("POST", "/a5/faults/nobody/runs", {}, "no-line"),
        ("POST", "/a1/faults/ana/messages", {}, "bad-request"),
        ("POST", "/a1/faults/ana/messages", {"payload": "x", "qos": 2}, "bad-request"),
        ("POST", "/a1/faults/ana/runs", {"qos": 3}, "bad-request"),
        ("POST", "/a1/faults/ana/runs", {"count": 201}, "bad-request"),
        ("POST", "/a1/faults/ana/runs", {"qos": "1"}, "bad-request"),
    ],
)
def test_what_can_not_be_is_refused_with_a_reason(url: str, method: str, path: str, body: Any, reason: str) -> None:
    ask("PUT", f"{url}/a1/faults/ana")
    assert requests.request(method, url + path, json=body, timeout=30).json()["reason"] == reason
