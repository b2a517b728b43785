"""bridge.canary: silence is looked into, and a dead connection noticed within ten seconds."""

from dataclasses import dataclass, field

import pytest

from bridge.canary import PATIENCE, QUIET, Canary
from bridge.delivery import Delivery
from chat.topic import CANARY

HELLO = Delivery(1, "chat/aula1/usuario", b"hello")


@dataclass
class Surroundings:
    """What a canary has round it, and a clock that only a test moves."""

    now: float = 1000.0
    may_be_silent: bool = False
    songs: list[bytes] = field(default_factory=list)
    renewals: int = 0
    gaps: int = 0

    def canary(self) -> Canary:
        """A canary here."""
        return Canary(
            sing=self.songs.append, may_be_silent=lambda: self.may_be_silent, renew=self._renew, on_gap=self._note_gap,
            clock=lambda: self.now,
        )  # fmt: skip

    def _renew(self) -> None:
        self.renewals += 1

    def _note_gap(self) -> None:
        self.gaps += 1

    def pass_seconds(self, seconds: float, canary: Canary) -> None:
        """Let time pass, with the canary looking twice a second."""
        for _ in range(int(seconds * 2)):
            self.now += 0.5
            canary.look()


@pytest.fixture
def around() -> Surroundings:
    return Surroundings()


def proven(around: Surroundings) -> Canary:
    """A canary that has once come back."""
    canary = around.canary()
    canary.look()
    assert canary.hears([Delivery(1, CANARY, around.songs.pop())]) == []
    return canary


def test_it_sings_when_nothing_else_comes(around: Surroundings) -> None:
    canary = proven(around)
    around.pass_seconds(QUIET, canary)
    assert len(around.songs) == 1


def test_it_is_silent_while_messages_come(around: Surroundings) -> None:
    canary = proven(around)
    for _ in range(20):
        canary.hears([HELLO])
        around.pass_seconds(1, canary)
    assert around.songs == []


def test_a_song_that_does_not_come_back_renews_the_connections_within_ten_seconds(around: Surroundings) -> None:
    canary = proven(around)
    around.pass_seconds(9.5, canary)
    assert around.renewals == 1


def test_it_goes_on_renewing_while_nothing_comes(around: Surroundings) -> None:
    canary = proven(around)
    around.pass_seconds(40, canary)
    assert around.renewals >= 4


def test_any_message_is_an_answer(around: Surroundings) -> None:
    canary = proven(around)
    around.pass_seconds(QUIET + PATIENCE - 1, canary)
    canary.hears([HELLO])
    around.pass_seconds(2, canary)
    assert around.renewals == 0


def test_silence_that_has_a_reason_means_nothing(around: Surroundings) -> None:
    canary = proven(around)
    around.may_be_silent = True
    around.pass_seconds(60, canary)
    assert (around.songs, around.renewals) == ([], 0)


def test_a_process_that_slept_gives_the_broker_its_time_again(around: Surroundings) -> None:
    canary = proven(around)
    around.pass_seconds(QUIET + 1, canary)
    around.now += 3600
    canary.look()
    assert around.renewals == 0


def test_a_broker_that_never_let_it_through_is_not_left_for_it(
    around: Surroundings, caplog: pytest.LogCaptureFixture
) -> None:
    around.pass_seconds(30, around.canary())
    assert around.renewals == 0
    assert "would not be noticed" in caplog.text


def test_what_others_publish_on_its_topic_is_no_song(around: Surroundings) -> None:
    pretender = Delivery(1, CANARY, b"pretender")
    assert proven(around).hears([pretender]) == [pretender]


def given_up(around: Surroundings) -> tuple[Canary, bytes, bytes]:
    """A canary that had the connections made anew, the song that was missing then, and the one that followed."""
    canary = proven(around)
    around.pass_seconds(QUIET + PATIENCE + 1, canary)
    missing, following = around.songs
    return canary, missing, following


def test_a_song_that_comes_late_says_that_nothing_was_lost(around: Surroundings) -> None:
    canary, missing, following = given_up(around)
    for song in (missing, following):
        assert canary.hears([Delivery(1, CANARY, song)]) == []
    assert around.gaps == 0


def test_a_song_that_the_next_one_overtook_is_a_gap(around: Surroundings) -> None:
    canary, _, following = given_up(around)
    assert canary.hears([Delivery(1, CANARY, following)]) == []
    assert around.gaps == 1


def test_a_song_of_the_bridge_before_is_nobodys_message_and_proves_nothing(around: Surroundings) -> None:
    canary = around.canary()
    assert canary.hears([Delivery(1, CANARY, b"canary-0123-1")]) == []
    around.pass_seconds(30, canary)
    assert around.renewals == 0
