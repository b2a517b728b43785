"""A closed lab on loopback, and people who come in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from chat import credentials
from chat.credentials import Credentials
from tests.support.services import Lab
from tests.support.socketio_client import ordered_client
from tests.web.conftest import Browser


@dataclass(frozen=True)
class Closed:
    """A closed lab, and what its owner knows."""

    lab: Lab
    known: Credentials

    @property
    def url(self) -> str:
        """Where its page is."""
        return self.lab.url

    def enter(self, code: str) -> requests.Session:
        """Somebody who came in with a code."""
        person = requests.Session()
        person.post(f"{self.url}/enter", data={"code": code}, timeout=10).raise_for_status()
        return person

    def pupil(self) -> requests.Session:
        """A new pupil."""
        return self.enter(self.known.class_code)

    def teacher(self) -> requests.Session:
        """The teacher, once more."""
        return self.enter(self.known.teacher_code)

    def token(self, person: requests.Session) -> str:
        """What opens Socket.IO to this person."""
        return str(person.get(f"{self.url}/api/token", timeout=10).json()["token"])


@pytest.fixture(scope="session")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """Broker, bridge and web of a closed lab, all well; `lamp` is a device of it."""
    lab = Lab(tmp_path_factory.mktemp("closed-lab"), settings={"LAB_ACCESS": "on"})
    credentials.add_device(lab.folder / "data", "lamp")
    try:
        lab.start_all()
        yield Closed(lab, credentials.load(lab.folder / "data"))
    finally:
        lab.stop()


class Guest(Browser):
    """A Socket.IO client that shows a token."""

    def __init__(self, url: str, auth: dict[str, Any] | None) -> None:
        self.client = ordered_client()
        self.events: list[tuple[str, Any]] = []
        self.client.on("*", lambda name, document=None: self.events.append((name, document)))
        self.client.connect(url, auth=auth, transports=["websocket"])


@pytest.fixture
def guest(closed: Closed) -> Iterator[Callable[[requests.Session], Guest]]:
    """Makes connected Socket.IO clients of people, and closes them."""
    made: list[Guest] = []

    def make(person: requests.Session) -> Guest:
        made.append(Guest(closed.url, {"token": closed.token(person)}))
        return made[-1]

    yield make
    for one in made:
        one.client.disconnect()
