"""The limit on connections, which of them gives way, and for whom some places are reserved."""

import asyncio

import pytest

from broker.embedded.connection_limits import ConnectionLimits
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config
from chat.access import INTAKE_CLIENT_ID, RELAY_CLIENT_ID, WEB, web_client_id
from mqtt.frames import CONNACK
from mqtt.packets import PINGREQ_PACKET, connect
from tests.broker.fake_network import FakeNetwork
from tests.broker.in_process import Client, client, serving


def known() -> FakeNetwork:
    """A connection that has sent a whole packet."""
    network = FakeNetwork()
    network.receive(PINGREQ_PACKET)
    network.packets.next_kind()
    return network


def test_a_new_connection_replaces_the_oldest_that_has_sent_nothing() -> None:
    limits, first, silent = ConnectionLimits(most=2, reserved=1), known(), [FakeNetwork() for _ in range(3)]
    limits.add(first)
    for network in silent:
        assert limits.add(network)
    assert [network.is_aborted for network in (first, *silent)] == [False, True, False, False]
    assert len(limits) == 3


def test_no_connection_that_has_sent_a_packet_is_replaced() -> None:
    limits = ConnectionLimits(most=1, reserved=1)
    for _ in range(2):
        limits.add(known())
    assert not limits.add(known())


def test_a_connection_that_ends_makes_room() -> None:
    limits, first = ConnectionLimits(most=1, reserved=0), known()
    limits.add(first)
    limits.remove(first)
    assert limits.add(known())


def test_a_reserved_place_is_for_the_services_alone() -> None:
    limits = ConnectionLimits(most=1, reserved=1)
    for _ in range(2):
        limits.add(known())
    assert limits.admit(is_reserved_for=True)
    assert not limits.admit(is_reserved_for=False)


def test_a_client_that_has_sent_its_connect_replaces_one_that_has_sent_nothing() -> None:
    limits, silent = ConnectionLimits(most=1, reserved=1), FakeNetwork()
    for network in (silent, known()):
        limits.add(network)
    assert limits.admit(is_reserved_for=False)
    assert (silent.is_aborted, len(limits)) == (True, 1)


async def answer(port: int, client_id: str) -> tuple[int, Client]:
    """The return code of the CONNACK, and the connection."""
    made = await client(port, connect(client_id))
    frame = await made.next()
    assert frame.kind == CONNACK
    return frame.body[1], made


def codes(*client_ids: str) -> list[int]:
    """The return codes of clients that come one after the other to a broker with two places."""

    async def come() -> list[int]:
        limits = ConnectionLimits(most=2, reserved=2)
        async with serving(LabBroker(broker_config(), limits=limits), limits) as port:
            return [code for code, _ in [await answer(port, client_id) for client_id in client_ids]]

    return asyncio.run(come())


def test_a_client_without_a_place_is_told_that_the_server_is_unavailable() -> None:
    assert codes("a", "b", "c") == [0, 0, 3]


@pytest.mark.parametrize("service", [INTAKE_CLIENT_ID, RELAY_CLIENT_ID, WEB, web_client_id()], ids=range(4))
def test_a_service_of_the_lab_has_a_place_when_all_are_taken(service: str) -> None:
    assert codes("a", "b", service, "c") == [0, 0, 0, 3]


def test_a_client_takes_over_its_own_place() -> None:
    assert codes("a", "b", "a", "c") == [0, 0, 0, 3]
