"""The limit on connections, and which connection a new one replaces."""

from broker.embedded.connection_limits import ConnectionLimits
from mqtt.packets import PINGREQ_PACKET
from tests.broker.fake_network import FakeNetwork


def known() -> FakeNetwork:
    """A connection that has sent a whole packet."""
    network = FakeNetwork()
    network.receive(PINGREQ_PACKET)
    network.packets.next_kind()
    return network


def test_a_new_connection_replaces_the_oldest_that_has_sent_nothing() -> None:
    limits, first, silent = ConnectionLimits(most=3), known(), [FakeNetwork() for _ in range(3)]
    limits.add(first)
    for network in silent:
        assert limits.add(network)
    assert [network.is_aborted for network in (first, *silent)] == [False, True, False, False]
    assert len(limits) == 3


def test_no_connection_that_has_sent_a_packet_is_replaced() -> None:
    limits = ConnectionLimits(most=2)
    for _ in range(2):
        limits.add(known())
    assert not limits.add(known())


def test_a_connection_that_ends_makes_room() -> None:
    limits, first = ConnectionLimits(most=1), known()
    limits.add(first)
    limits.remove(first)
    assert limits.add(known())
