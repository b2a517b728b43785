"""mqtt.loopback_probe: silence is looked into, and a dead connection is noticed within ten seconds."""

import logging
from dataclasses import dataclass, field

import pytest

from mqtt.loopback_probe import PATIENCE, QUIET, LoopbackProbe

TOPIC = "lab/probe"


@dataclass
class Surroundings:
    """What a probe has around it, and a clock that only a test moves."""

    now: float = 1000.0
    may_be_silent: bool = False
    payloads: list[bytes] = field(default_factory=list)
    renewals: int = 0
    gaps: int = 0

    def probe(self) -> LoopbackProbe:
        """A probe here."""
        return LoopbackProbe(
            topic=TOPIC,
            send=self.payloads.append,
            may_be_silent=lambda: self.may_be_silent,
            renew=self._renew,
            log=logging.getLogger("test-probe"),
            on_gap=self._note_gap,
            clock=lambda: self.now,
        )

    def _renew(self) -> None:
        self.renewals += 1

    def _note_gap(self) -> None:
        self.gaps += 1

    def pass_seconds(self, seconds: float, probe: LoopbackProbe) -> None:
        """Let time pass, with a check twice a second."""
        for _ in range(int(seconds * 2)):
            self.now += 0.5
            probe.check()


@pytest.fixture
def around() -> Surroundings:
    return Surroundings()


def receive(probe: LoopbackProbe, payload: bytes) -> bool:
    """Have a message come on the probe's topic. Returns whether it was a probe."""
    probe.note_traffic()
    return probe.take(payload)


def proven(around: Surroundings) -> LoopbackProbe:
    """A probe that has come back once."""
    probe = around.probe()
    probe.check()
    assert receive(probe, around.payloads.pop())
    return probe


def test_it_is_sent_when_nothing_else_comes(around: Surroundings) -> None:
    probe = proven(around)
    around.pass_seconds(QUIET, probe)
    assert len(around.payloads) == 1


def test_it_is_not_sent_while_messages_come(around: Surroundings) -> None:
    probe = proven(around)
    for _ in range(20):
        probe.note_traffic()
        around.pass_seconds(1, probe)
    assert around.payloads == []


def test_a_probe_that_does_not_come_back_renews_the_connection_within_ten_seconds(around: Surroundings) -> None:
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
    probe.note_traffic()
    around.pass_seconds(2, probe)
    assert around.renewals == 0


def test_silence_that_has_a_reason_means_nothing(around: Surroundings) -> None:
    probe = proven(around)
    around.may_be_silent = True
    around.pass_seconds(60, probe)
    assert (around.payloads, around.renewals) == ([], 0)


def test_after_a_sleep_of_the_process_the_broker_has_its_whole_time_again(around: Surroundings) -> None:
    probe = proven(around)
    around.pass_seconds(QUIET + 1, probe)
    around.now += 3600
    probe.check()
    assert around.renewals == 0


def test_a_broker_that_never_let_a_probe_through_is_not_left_for_it(
    around: Surroundings, caplog: pytest.LogCaptureFixture
) -> None:
    around.pass_seconds(30, around.probe())
    assert around.renewals == 0
    assert f"the broker lets nothing through on {TOPIC}" in caplog.text


def test_what_others_publish_on_its_topic_is_no_probe(around: Surroundings) -> None:
    assert not receive(proven(around), b"pretender")


def given_up(around: Surroundings) -> tuple[LoopbackProbe, bytes, bytes]:
    """A probe that had the connection renewed, the payload that was missing then, and the one that followed."""
    probe = proven(around)
    around.pass_seconds(QUIET + PATIENCE + 1, probe)
    missing, following = around.payloads
    return probe, missing, following


def test_a_probe_that_comes_late_shows_that_nothing_was_lost(around: Surroundings) -> None:
    probe, missing, following = given_up(around)
    assert [receive(probe, payload) for payload in (missing, following)] == [True, True]
    assert around.gaps == 0


def test_a_probe_that_the_next_one_overtook_is_a_gap(around: Surroundings) -> None:
    probe, _, following = given_up(around)
    assert receive(probe, following)
    assert around.gaps == 1


def test_a_probe_of_another_client_is_no_message_and_proves_nothing(around: Surroundings) -> None:
    probe = around.probe()
    assert receive(probe, b"probe-0123-1")
    around.pass_seconds(30, probe)
    assert around.renewals == 0


def test_a_check_that_fails_is_not_the_last_one(around: Surroundings, caplog: pytest.LogCaptureFixture) -> None:
    from tests.support.waiting import wait_until

    checks: list[int] = []

    def fail_once() -> bool:
        checks.append(1)
        if len(checks) == 1:
            raise OSError("the first check fails")
        return True

    probe = LoopbackProbe(
        topic=TOPIC,
        send=around.payloads.append,
        may_be_silent=fail_once,
        renew=lambda: None,
        log=logging.getLogger("test-probe"),
    )
    probe.start()
    wait_until(lambda: len(checks) > 1)
    probe.stop()
    assert "the first check fails" in caplog.text
