"""web.live.wire: what passes, to those who watch, bounded."""

from collections.abc import Callable
from typing import Any

import pytest

from web.live.wire import MAX_PACKETS, Packet, WireTap


class Stage:
    """A tap whose timers run when told."""

    def __init__(self) -> None:
        self.time = 0.0
        self.emitted: list[tuple[str, dict[str, Any]]] = []
        self.switched: list[bool] = []
        self.timers: list[Callable[[], None]] = []
        self.tap = WireTap(
            emit=lambda sid, document: self.emitted.append((sid, document)),
            switch=self.switched.append,
            later=lambda _seconds, call: self.timers.append(call),
            clock=lambda: self.time,
        )

    def run(self) -> None:
        for call in self.timers:
            call()
        self.timers = []

    def topics(self) -> list[str]:
        return [packet["topic"] for _, document in self.emitted for packet in document["packets"]]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_nobody_watching_costs_nothing(stage: Stage) -> None:
    stage.tap.take(Packet("chat/aula1/a", b"x"))
    assert (stage.timers, stage.switched) == ([], [])


def test_a_watcher_sees_its_session_and_the_lab(stage: Stage) -> None:
    stage.tap.watch("1", "aula1")
    for topic in ("chat/aula1/a", "log/aula1", "to/aula1/a", "status/aula1/a", "lab/rejected", "chat/b2/a", "log/b2"):
        stage.tap.take(Packet(topic, b"x"))
    stage.run()
    assert stage.topics() == ["chat/aula1/a", "log/aula1", "to/aula1/a", "status/aula1/a", "lab/rejected"]


@pytest.mark.parametrize("other", ["101", "1-2", "0_9", "b2"])
def test_a_watcher_does_not_see_another_session_whatever_its_name(stage: Stage, other: str) -> None:
    stage.tap.watch("1", "aula1")
    for topic in (f"chat/{other}/a", f"log/{other}", f"to/{other}/a", f"status/{other}/a"):
        stage.tap.take(Packet(topic, b"x"))
    stage.run()
    assert stage.topics() == []


def test_a_watcher_of_a_session_named_by_digits_sees_it(stage: Stage) -> None:
    stage.tap.watch("1", "101")
    stage.tap.take(Packet("chat/101/a", b"x"))
    stage.run()
    assert stage.topics() == ["chat/101/a"]


@pytest.mark.parametrize("topic", ["chat/Aula 1/x", "chat/x", "chat/a/b/c"])
def test_a_topic_that_is_of_no_session_is_seen_by_all(stage: Stage, topic: str) -> None:
    stage.tap.watch("1", "aula1")
    stage.tap.take(Packet(topic, b"x"))
    stage.run()
    assert stage.topics() == [topic]


def test_a_packet_tells_all_that_is_seen_of_it(stage: Stage) -> None:
    stage.tap.watch("1", "aula1")
    stage.tap.take(Packet("chat/aula1/a", "Olá".encode(), qos=1, retain=True, dup=True, mid=7))
    stage.run()
    assert stage.emitted[0][1]["packets"] == [
        {
            "at": "1970-01-01T00:00:00.000Z",
            "topic": "chat/aula1/a",
            "qos": 1,
            "retain": True,
            "dup": True,
            "size": 4,
            "mid": 7,
            "payload": "Olá",
        }
    ]


def test_bytes_that_are_no_text_are_told_as_hex(stage: Stage) -> None:
    assert Packet("chat/a/b", b"\xff\x00").document("t")["hex"] == "ff00"


def test_a_flood_is_cut_and_counted(stage: Stage) -> None:
    stage.tap.watch("1", "aula1")
    for _ in range(MAX_PACKETS + 50):
        stage.tap.take(Packet("chat/aula1/a", b"x"))
    stage.run()
    [(_, document)] = stage.emitted
    assert (len(document["packets"]), document["dropped"]) == (MAX_PACKETS, 50)


def test_the_tap_opens_for_the_first_and_closes_after_the_last(stage: Stage) -> None:
    stage.tap.watch("1", "aula1")
    stage.tap.watch("2", "b2")
    stage.tap.watch("1", None)
    stage.tap.watch("2", None)
    assert stage.switched == [True, False]


def test_who_has_left_is_told_nothing(stage: Stage) -> None:
    stage.tap.watch("1", "aula1")
    stage.tap.take(Packet("chat/aula1/a", b"x"))
    stage.tap.watch("1", None)
    stage.run()
    assert stage.emitted == []


def times(stage: Stage, *clock: float) -> list[str]:
    stage.tap.watch("1", "aula1")
    for stage.time in clock:
        stage.tap.take(Packet("chat/aula1/a", b"x"))
    stage.run()
    return [packet["at"][17:23] for _, document in stage.emitted for packet in document["packets"]]


def test_a_clock_that_is_corrected_by_a_little_puts_no_packet_before_another(stage: Stage) -> None:
    assert times(stage, 10.0, 9.5, 9.9, 10.1) == ["10.000", "10.000", "10.000", "10.100"]


def test_a_clock_that_is_set_anew_is_believed(stage: Stage) -> None:
    assert times(stage, 50.0, 20.0, 20.5) == ["50.000", "20.000", "20.500"]
