"""tests.support.proxy: a bad network is bad in the way that was asked for."""

from collections.abc import Iterator

import pytest

from mqtt.frames import PINGRESP, PUBACK
from mqtt.packets import publish
from tests.broker.wire import Wire
from tests.support.proxy import GOOD, Conditions, Packets, Proxy
from tests.support.services import Lab


@pytest.fixture
def proxy(lab: Lab) -> Iterator[Proxy]:
    """A network before a broker."""
    lab.start_broker()
    made = Proxy(lab.mqtt_port, knows_mqtt=True)
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize(
    "conditions", [GOOD, Conditions(latency=0.01), Conditions(piece=1), Conditions(per_second=4096)]
)
def test_what_is_slow_still_comes_whole(proxy: Proxy, conditions: Conditions) -> None:
    proxy.change(conditions)
    with Wire(proxy.port) as wire:
        wire.connect("slow")
        assert wire.publish("a/b", b"x" * 300).kind == PUBACK


@pytest.mark.parametrize("conditions", [Conditions(silent_up=True), Conditions(silent_down=True)])
def test_where_it_is_silent_nothing_comes(proxy: Proxy, conditions: Conditions) -> None:
    with Wire(proxy.port) as wire:
        wire.connect("deaf")
        proxy.change(conditions)
        wire.sock.settimeout(0.5)
        with pytest.raises(TimeoutError):
            wire.ping()


def test_a_connection_that_is_broken_ends(proxy: Proxy) -> None:
    with Wire(proxy.port) as wire:
        wire.connect("broken")
        proxy.break_all()
        assert wire.closed_by_broker()


def test_where_it_refuses_nobody_gets_in(proxy: Proxy) -> None:
    proxy.change(Conditions(refuses=True))
    with Wire(proxy.port) as wire:
        assert wire.closed_by_broker()


def test_only_pubacks_are_lost(proxy: Proxy) -> None:
    with Wire(proxy.port) as wire:
        wire.connect("unheard")
        proxy.change(Conditions(loses_pubacks_down=True))
        wire.send(publish("a/b", b"x", qos=1, mid=1))
        assert wire.ping().kind == PINGRESP
        assert proxy.lost_packets == 1


@pytest.mark.parametrize("size", [0, 1, 127, 128, 16_384, 2_097_152])
def test_a_stream_is_cut_into_its_packets(size: int) -> None:
    whole = publish("a", b"x" * size)
    packets = Packets()
    found = [one for at in range(0, 2 * len(whole), 7919) for one in packets.feed((whole + whole)[at : at + 7919])]
    assert found == [whole, whole]
