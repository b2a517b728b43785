"""A lab on each broker. All tests of this folder attack it, one after the other, and check it after each."""

from collections.abc import Iterator

import pytest

from tests.attacks.target import Target
from tests.support.services import Lab


@pytest.fixture(scope="session", params=["mosquitto", "amqtt"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A lab that runs."""
    lab = Lab(tmp_path_factory.mktemp(f"attacked-{request.param}"), broker_kind=request.param)
    try:
        target = Target(lab)
        target.start()
        yield target
    finally:
        lab.stop()


@pytest.fixture
def target(running: Target) -> Iterator[Target]:
    """The lab; after the test it must work as before."""
    yield running
    running.check()
