"""A closed lab behind nginx and Caddy, as docs/reverse-proxy.md sets them up, in Chromium; with and without prefix."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page

from chat import credentials
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_closed_lab import say
from tests.support.reverse_proxy import ReverseProxy
from tests.support.services import Lab

SETTINGS = {"LAB_ACCESS": "on", "LAB_TRUSTED_PROXIES": "127.0.0.1"}
EVERY_PROXY = [("nginx", ""), ("nginx", "/lab"), ("caddy", ""), ("caddy", "/lab")]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A closed lab that trusts proxies on this machine."""
    made = Lab(tmp_path_factory.mktemp("proxied"), settings=SETTINGS)
    try:
        yield start(made)
    finally:
        made.stop()


@pytest.fixture(scope="module", params=EVERY_PROXY, ids="".join)
def proxy(closed: Lab, request: pytest.FixtureRequest) -> Iterator[ReverseProxy]:
    """Each proxy of the document."""
    kind, prefix = request.param
    made = ReverseProxy(closed, kind, prefix)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def person(chromium: Browser) -> Iterator[Visitor]:
    """Somebody whose pages must not fail."""
    made = Visitor(chromium)
    yield made
    made.context.close()
    assert (made.errors, made.strangers) == ([], [])


def class_code(lab: Lab) -> str:
    return credentials.load(Path(lab.folder / "data")).class_code


def enter(person: Visitor, proxy: ReverseProxy, path: str) -> Page:
    """Open a page through the proxy, and give the code that it asks for."""
    page = person.context.new_page()
    page.goto(proxy.url + path)
    page.get_by_label("Código da turma").fill(class_code(proxy.lab))
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(proxy.url + path)
    return page


def test_a_pupil_comes_in_and_writes_over_a_websocket(proxy: ReverseProxy, person: Visitor) -> None:
    sockets: list[str] = []
    person.context.on("page", lambda page: page.on("websocket", lambda socket: sockets.append(socket.url)))
    page = enter(person, proxy, f"/s/talk{proxy.port}/maria")
    say(page, "Olá")
    assert [url.partition("?")[0] for url in sockets] == [f"{proxy.url.replace('http', 'ws', 1)}/socket.io/"]


def test_a_board_runs_below_the_prefix(proxy: ReverseProxy, person: Visitor) -> None:
    page = enter(person, proxy, f"/s/boards/board{proxy.port}/board")
    page.get_by_text("Exemplos", exact=True).click()
    page.get_by_role("button", name="Termômetro", exact=True).click()
    page.get_by_role("button", name="Rodar", exact=True).click()
    page.locator(".console-text").get_by_text("'temperature': 22.0").wait_for()


def test_every_request_of_every_page_is_answered_below_the_prefix(proxy: ReverseProxy, person: Visitor) -> None:
    seen: list[tuple[int, str]] = []
    person.context.on("response", lambda response: seen.append((response.status, response.url)))
    page = enter(person, proxy, "/")
    for path in ("/", "/s/aula1", "/v/aula1", "/d/aula1", "/w/aula1", "/search", "/lessons/", "/s/aula1/maria/form"):
        page.goto(proxy.url + path)
        page.wait_for_load_state("networkidle")
    assert [each for each in seen if each[0] >= 400 or not each[1].startswith(proxy.url + "/")] == []


def test_every_link_of_every_page_stays_below_the_prefix(proxy: ReverseProxy, person: Visitor) -> None:
    page = enter(person, proxy, "/")
    for path in ("/", "/s/aula1", "/v/aula1", "/d/aula1", "/w/aula1", "/search", "/lessons/", "/nothing"):
        page.goto(proxy.url + path)
        page.wait_for_load_state("networkidle")
        links = page.eval_on_selector_all("a[href], form, img", "all => all.map(e => e.href || e.action || e.src)")
        assert [link for link in links if not link.startswith((proxy.url + "/", "data:"))] == [], path


def test_the_address_for_others_is_the_proxys(proxy: ReverseProxy) -> None:
    headers = {"Authorization": f"Bearer {class_code(proxy.lab)}"}
    told = requests.get(f"{proxy.url}/api/join", headers=headers, timeout=10).json()
    assert (told["url"], told["host"]) == (proxy.url, "127.0.0.1")


def test_a_cookie_belongs_to_the_prefix(proxy: ReverseProxy) -> None:
    person = requests.Session()
    person.post(f"{proxy.url}/enter?lang=en", data={"code": class_code(proxy.lab)}, timeout=10)
    assert {cookie.path for cookie in person.cookies} == {proxy.prefix or "/"}


def test_limits_count_the_address_that_the_proxy_names(closed: Lab) -> None:
    """Wrong codes from one address do not stop another one behind the same proxy."""
    statuses: dict[str, int] = {}
    for address in ("192.0.2.1", "192.0.2.2"):
        headers = {"X-Forwarded-For": address, "Authorization": "Bearer WRNG-WRNG"}
        tries = 1 if statuses else 2000
        for _ in range(tries):
            answer = requests.get(f"{closed.url}/api/sessions", headers=headers, timeout=10)
            statuses[address] = answer.status_code
            if answer.status_code == 429:
                break
    assert statuses == {"192.0.2.1": 429, "192.0.2.2": 401}


NGINX_DEFAULT = "server { listen 80; location / { proxy_pass http://127.0.0.1:8000; %s } }"


@pytest.mark.parametrize("line", ["", "proxy_set_header Host $host;"])
def test_a_proxy_that_hides_the_port_is_refused_as_a_foreign_origin(
    tmp_path: Path, chromium: Browser, line: str
) -> None:
    """Over plain HTTP from another machine browsers send no Sec-Fetch-Site, so Origin alone tells."""
    lab = Lab(tmp_path)
    proxy = ReverseProxy(lab, "nginx", recipe=NGINX_DEFAULT % line)
    try:
        start(lab)
        proxy.start()
        origin = {"Origin": f"http://127.0.0.1:{proxy.port}"}
        answer = requests.post(f"{proxy.url}/socket.io/?EIO=4&transport=polling", headers=origin, timeout=10)
    finally:
        proxy.stop()
        lab.stop()
    assert (answer.status_code, answer.json()["reason"]) == (403, "foreign-origin")
