"""bridge.loopback_probe: silence is looked into, and a dead connection noticed within ten seconds."""

from dataclasses import dataclass, field

import pytest

from bridge.delivery import Delivery
from bridge.loopback_probe import PATIENCE, QUIET, LoopbackProbe
from chat.topic import LOOPBACK_PROBE

HELLO = Delivery(1, "chat/aula1/usuario", b"hello")


@dataclass
class Surroundings:
    """What a probe has round it, and a clock that only a test moves."""

    now: float = 1000.0
    may_be_silent: bool = False
    payloads: list[bytes] = field(default_factory=list)
    renewals: int = 0
    gaps: int = 0

    def probe(self) -> LoopbackProbe:
        """A probe here."""
        return LoopbackProbe(
            send=self.payloads.append,
            may_be_silent=lambda: self.may_be_silent,
            renew=self._renew,
            on_gap=self._note_gap,
            clock=lambda: self.now,
        )

    def _renew(self) -> None:
        self.renewals += 1

    def _note_gap(self) -> None:
        self.gaps += 1

    def pass_seconds(self, seconds: float, probe: LoopbackProbe) -> None:
        """Let time pass, with the probe looking twice a second."""
        for _ in range(int(seconds * 2)):
            self.now += 0.5
            probe.look()


@pytest.fixture
def around() -> Surroundings:
    return Surroundings()


def proven(around: Surroundings) -> LoopbackProbe:
    """A probe that has once come back."""
    probe = around.probe()
    probe.look()
    assert probe.inspect([Delivery(1, LOOPBACK_PROBE, around.payloads.pop())]) == []
    return probe


def test_it_sings_when_nothing_else_comes(around: Surroundings) -> None:
    probe = proven(around)
    around.pass_seconds(QUIET, probe)
    assert len(around.payloads) == 1


def test_it_is_silent_while_messages_come(around: Surroundings) -> None:
    probe = proven(around)
    for _ in range(20):
        probe.inspect([HELLO])
        around.pass_seconds(1, probe)
    assert around.payloads == []


def test_a_song_that_does_not_come_back_renews_the_connections_within_ten_seconds(around: Surroundings) -> None:
    probe = proven(around)
    around.pass_seconds(9.5, probe)
    assert around.renewals == 1


def test_it_goes_on_renewing_while_nothing_comes(around: Surroundings) -> None:
    probe = proven(around)
    around.pass_seconds(40, probe)
    assert around.renewals >= 4


def test_any_message_is_an_answer(around: Surroundings) -> None:
    probe = proven(around)
    around.pass_seconds(QUIET + PATIENCE - 1, probe)
    probe.inspect([HELLO])
    around.pass_seconds(2, probe)
    assert around.renewals == 0


def test_silence_that_has_a_reason_means_nothing(around: Surroundings) -> None:
    probe = proven(around)
    around.may_be_silent = True
    around.pass_seconds(60, probe)
    assert (around.payloads, around.renewals) == ([], 0)


def test_a_process_that_slept_gives_the_broker_its_time_again(around: Surroundings) -> None:
    probe = proven(around)
    around.pass_seconds(QUIET + 1, probe)
    around.now += 3600
    probe.look()
    assert around.renewals == 0


def test_a_broker_that_never_let_it_through_is_not_left_for_it(
    around: Surroundings, caplog: pytest.LogCaptureFixture
) -> None:
    around.pass_seconds(30, around.probe())
    assert around.renewals == 0
    assert "would not be noticed" in caplog.text


def test_what_others_publish_on_its_topic_is_no_song(around: Surroundings) -> None:
    pretender = Delivery(1, LOOPBACK_PROBE, b"pretender")
    assert proven(around).inspect([pretender]) == [pretender]


def given_up(around: Surroundings) -> tuple[LoopbackProbe, bytes, bytes]:
    """A probe that had the connections made anew, the payload that was missing then, and the one that followed."""
    probe = proven(around)
    around.pass_seconds(QUIET + PATIENCE + 1, probe)
    missing, following = around.payloads
    return probe, missing, following


def test_a_song_that_comes_late_says_that_nothing_was_lost(around: Surroundings) -> None:
    probe, missing, following = given_up(around)
    for payload in (missing, following):
        assert probe.inspect([Delivery(1, LOOPBACK_PROBE, payload)]) == []
    assert around.gaps == 0


def test_a_song_that_the_next_one_overtook_is_a_gap(around: Surroundings) -> None:
    probe, _, following = given_up(around)
    assert probe.inspect([Delivery(1, LOOPBACK_PROBE, following)]) == []
    assert around.gaps == 1


def test_a_song_of_the_bridge_before_is_nobodys_message_and_proves_nothing(around: Surroundings) -> None:
    probe = around.probe()
    assert probe.inspect([Delivery(1, LOOPBACK_PROBE, b"probe-0123-1")]) == []
    around.pass_seconds(30, probe)
    assert around.renewals == 0
