"""web.http.headers: what every answer tells the browser, whoever gives it."""

import pytest
import requests

from tests.support.services import ROOT, Lab
from tests.web.raw import POLLING
from web.http.headers import POLICY

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def head(lab: Lab, path: str, **headers: str) -> requests.Response:
    return requests.get(lab.url + path, headers=headers, timeout=10)


@pytest.mark.parametrize("path", ["/", "/api/sessions", "/static/icon.svg", "/nothing", "/healthz", "/qr.svg", POLLING])
def test_every_answer_carries_them(running: Lab, path: str) -> None:
    headers = head(running, path).headers
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED


def test_so_does_a_refusal(running: Lab) -> None:
    headers = head(running, "/", Host="evil.example").headers
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED


def test_no_page_may_run_what_stands_inside_it_or_be_framed(running: Lab) -> None:
    policy = head(running, "/").headers["Content-Security-Policy"]
    assert [word in policy for word in ("unsafe", "http:", "*")] == [False] * 3
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy


def test_no_page_may_ask_for_the_camera(running: Lab) -> None:
    assert "camera=()" in head(running, "/").headers["Permissions-Policy"]


@pytest.mark.parametrize("wanted", ["log", "txt", "csv"])
def test_a_download_is_a_file_and_never_a_page(running: Lab, session: str, wanted: str) -> None:
    requests.post(f"{running.url}/api/sessions", json={"session": session}, timeout=10).raise_for_status()
    headers = head(running, f"/api/sessions/{session}/log?format={wanted}").headers
    assert headers["Content-Disposition"] == f'attachment; filename="{session}.{wanted}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in headers["Content-Type"]


def test_the_page_for_real_boards_alone_may_ask_for_a_serial_port(running: Lab) -> None:
    policies = {path: head(running, path).headers["Permissions-Policy"] for path in ("/flash", "/", "/boards")}
    assert {path: "serial=(self)" in policy for path, policy in policies.items()} == {
        "/flash": True,
        "/": False,
        "/boards": False,
    }
    assert ["serial=()" in policies["/"], "camera=()" in policies["/flash"]] == [True, True]


def test_the_boards_page_alone_is_isolated_and_starts_a_worker(running: Lab) -> None:
    board, role = (head(running, path).headers for path in ("/s/aula1/maria/board", "/s/aula1/maria"))
    assert board["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert board["Content-Security-Policy"] == f"{POLICY}; worker-src 'self'"
    assert "Cross-Origin-Embedder-Policy" not in role
    assert role["Content-Security-Policy"] == POLICY


def test_the_boards_worker_alone_compiles_webassembly(running: Lab) -> None:
    built = sorted((ROOT / "web" / "static" / "built" / "assets").glob("*.js"))
    policies = {path.name: head(running, f"/static/built/assets/{path.name}").headers for path in built}
    workers = [name for name, headers in policies.items() if "wasm-unsafe-eval" in headers["Content-Security-Policy"]]
    assert [name.startswith("board-worker-") for name in workers] == [True]
    assert policies[workers[0]]["Cross-Origin-Embedder-Policy"] == "require-corp"


def test_the_boards_worker_reaches_mailboxes_and_built_files_only(running: Lab) -> None:
    worker = next((ROOT / "web" / "static" / "built" / "assets").glob("board-worker-*.js"))
    policy = head(running, f"/static/built/assets/{worker.name}").headers["Content-Security-Policy"]
    built = f"{running.url}/static/built/assets/"
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {built} 'wasm-unsafe-eval'",
        f"connect-src {built} {running.url}/mailbox/",
    ]
