"""A running lab that the web's tests share; each test has a session of its own."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.support.services import Lab
from tests.support.socketio_client import ordered_client

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Broker, bridge and web, all well."""
    lab = Lab(tmp_path_factory.mktemp("web-lab"))
    try:
        lab.start_all()
        yield lab
    finally:
        lab.stop()


@pytest.fixture
def session() -> str:
    """A session name that no other test uses."""
    return f"s{next(_numbers)}"


class Browser:
    """A Socket.IO client that notes every event."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pulled: dict[int, dict[str, Any]] = {}
        self.client = ordered_client()
        self.events: list[tuple[str, Any]] = []
        self.client.on("*", lambda name, document=None: self.events.append((name, document)))
        self.client.connect(url, transports=["websocket"])

    def call(self, event: str, document: object = None) -> dict[str, Any]:
        """Emit an event and return its answer."""
        answer: dict[str, Any] = self.client.call(event, document, timeout=10)
        return answer

    def join(self, session: str, role: str = "usuario", after: object = None) -> dict[str, Any]:
        """Join a session."""
        return self.call("join", {"session": session, "role": role, "after": after})

    def heard(self, name: str) -> list[Any]:
        """What came with an event, in order."""
        return [document for event, document in list(self.events) if event == name]

    def seen(self, session: str) -> list[int]:
        """Every `seq` that came, in order, with the missing ones read over HTTP, as a page does."""
        came = [record["seq"] for record in self.records()]
        known = {*came, *self.pulled}
        gap = next(seq for seq in itertools.count(1) if seq not in known)
        if self.heard("behind"):
            messages = f"{self.url}/api/sessions/{session}/messages"
            answer = requests.get(messages, params={"after": gap - 1, "limit": 1000}, timeout=5).json()
            self.pulled |= {record["seq"]: record for record in answer["records"]}
        return sorted({*came, *self.pulled}) if came == sorted(set(came)) else came

    def records(self) -> list[dict[str, Any]]:
        """Every record that came, in order."""
        return [record for document in self.heard("records") for record in document["records"]]


@pytest.fixture
def browser(running: Lab) -> Iterator[Callable[[], Browser]]:
    """Makes connected browsers, and closes them."""
    made: list[Browser] = []

    def make() -> Browser:
        made.append(Browser(running.url))
        return made[-1]

    yield make
    for one in made:
        one.client.disconnect()
