"""web.bridge_client: what is no answer of the bridge is ignored."""

import threading
from typing import Any, cast

import pytest

from chat.errors import LabError
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient


@pytest.fixture
def bridge() -> BridgeClient:
    """A client whose requests go nowhere."""

    class Broker:
        def publish(self, *_: object) -> None:
            """Publish nothing."""

    return BridgeClient(cast("BrokerClient", Broker()))


@pytest.mark.parametrize("payload", [b"", b"x", b"[]", b"1", b'{"transaction":[1]}', b'{"transaction":{}}', b"\xff"])
def test_a_malformed_answer_is_ignored(bridge: BridgeClient, payload: bytes) -> None:
    bridge.take_response("lab/response/ping", payload)


def test_the_answer_with_the_transaction_ends_the_wait(bridge: BridgeClient) -> None:
    outcome: list[Any] = []

    def ask() -> None:
        try:
            bridge.ask("create", "aula1", seconds=10)
        except LabError as error:
            outcome.append(error.reason)

    asker = threading.Thread(target=ask)
    asker.start()
    while not bridge._waiting:
        asker.join(0.01)
    transaction = next(iter(bridge._waiting))
    bridge.take_response("lab/response/create", b'{"transaction":"%s","reason":"why"}' % transaction.encode())
    asker.join(5)
    assert outcome == ["why"]
