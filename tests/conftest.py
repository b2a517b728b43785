"""Fixtures that any test may ask for."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from socketio.packet import Packet

from system.file_limit import raise_file_limit
from tests.support.services import Lab

# A slow machine is no failure; a test that hangs is, and pytest-timeout ends it.
settings.register_profile("lab", deadline=None)
settings.load_profile("lab")


@pytest.fixture(autouse=True)
def own_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """Socket.IO keeps its JSON in the class of its packets: an application made here would change every client's."""
    monkeypatch.setattr(Packet, "json", json)


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process open as many sockets as a crowd needs.

    The limit is lowered again, so that no other test, and no service that it starts, has it by chance.
    """
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    raise_file_limit()
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A lab on mosquitto, with nothing started yet."""
    made = Lab(tmp_path)
    yield made
    made.stop()


@pytest.fixture(params=["mosquitto", "amqtt"])
def any_lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    """A lab on each of the brokers, with nothing started yet."""
    made = Lab(tmp_path, broker_kind=request.param)
    yield made
    made.stop()
