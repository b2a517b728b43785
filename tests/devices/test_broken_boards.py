"""The checks of boards fail when a board is broken on purpose: a check that passes then would say nothing."""

from collections.abc import Callable, Iterator

import pytest

from tests.devices.boards import Bench, check_each_once, check_reconnection, check_state_after_change, check_will
from tests.devices.stub_bridge import StubBridge
from tests.support.board import ESP32, MICROPYTHON, PUBSUBCLIENT, BoardKind
from tests.support.services import Lab

CHECKS: dict[str, Callable[[Bench], None]] = {
    "will": lambda bench: check_will(bench, seconds=2),
    "reconnection": lambda bench: check_reconnection(bench, seconds=4),
    "each once": check_each_once,
    "state after change": check_state_after_change,
}

BREAKS = [
    (MICROPYTHON, "will", '(STATUS, "offline")', '("status/nobody", "offline")'),
    (MICROPYTHON, "reconnection", "if self._late(self._since_ms, self._pause_ms):", "if not self._mid:"),
    (MICROPYTHON, "each once", "        return False\n    state", "        pass\n    state"),
    (MICROPYTHON, "state after change", 'led.value(state["on"])', "pass"),
    (ESP32, "will", "config.session.last_will.topic = statusTopic;", ""),
    (ESP32, "reconnection", "config.network.reconnect_timeout_ms =", "config.network.disable_auto_reconnect ="),
    (ESP32, "each once", "news.isNews(*record) && ", "news.lastSeq == 0 && "),
    (ESP32, "state after change", "digitalWrite(BOARD_LED_PIN, isOn ? HIGH : LOW);", ""),
    (PUBSUBCLIENT, "will", 'statusTopic, 1, true, "offline"', '"status/nobody", 1, true, "offline"'),
    (PUBSUBCLIENT, "reconnection", "else connectMqtt();", "else if (!isReady) connectMqtt();"),
    (PUBSUBCLIENT, "each once", " && news.isNews(record)", ""),
    (PUBSUBCLIENT, "state after change", "digitalWrite(BOARD_LED_PIN, isOn ? HIGH : LOW);", ""),
]


@pytest.fixture(scope="module")
def broker_and_bridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, StubBridge]]:
    """One mosquitto with a stub bridge."""
    lab = Lab(tmp_path_factory.mktemp("broken"))
    lab.start_broker()
    bridge = StubBridge(lab.mqtt_port)
    bridge.start()
    yield lab, bridge
    bridge.stop()
    lab.stop()


@pytest.mark.parametrize(("kind", "check", "whole", "broken"), BREAKS, ids=[f"{b[0].name}-{b[1]}" for b in BREAKS])
def test_a_check_notices_what_is_broken(
    broker_and_bridge: tuple[Lab, StubBridge], kind: BoardKind, check: str, whole: str, broken: str
) -> None:
    sources = [path.read_text(encoding="utf-8") for path in kind.main_file.parent.iterdir() if path.suffix != ".md"]
    assert sum(text.count(whole) for text in sources) == 1, "the tests break what is there"
    bench = Bench(kind, *broker_and_bridge, edit=lambda text: text.replace(whole, broken))
    try:
        with pytest.raises(AssertionError):
            CHECKS[check](bench)
    finally:
        bench.stop()
