"""Fixtures that any test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.services import Lab

# A slow machine is no failure; a test that hangs is, and pytest-timeout ends it.
settings.register_profile("lab", deadline=None)
settings.load_profile("lab")


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
