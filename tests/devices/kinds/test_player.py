"""The player says the rows of a file at the pace at which they were measured."""

import logging
from pathlib import Path

import pytest

from devices.description import Value
from devices.device import Choices, Say
from devices.kinds.player import CHECKED_LINES, Player
from devices.texts import OptionError
from tests.devices.kinds.clock import heard, ticks

TABLE = "seconds,t\n0,1\n2,2\n7,3\n"


def _player(folder: Path, text: str = TABLE, **choices: object) -> Player:
    file = folder / "room.csv"
    file.write_text(text, encoding="utf-8")
    return Player.make("player", "en", Choices(file=file, **choices))  # type: ignore[arg-type]


def _values(said: list[tuple[float, Say]]) -> list[tuple[int, object]]:
    return [(round(at), what.data.get("t", what.text)) for at, what in said]


def test_rows_are_said_when_they_were_measured_and_then_it_stops(tmp_path: Path) -> None:
    said = ticks(_player(tmp_path), 30)
    assert _values(said) == [(0, 1), (2, 2), (7, 3), (7, "That was all.")]
    assert said[-1][1].data == {"playing": False}


def test_speed_makes_the_pauses_shorter(tmp_path: Path) -> None:
    said = ticks(_player(tmp_path, speed=10.0), 30)
    assert [round(at, 1) for at, what in said if "t" in what.data] == [0, 0.2, 0.7]


def test_rows_without_a_time_follow_each_other_every_second_or_as_chosen(tmp_path: Path) -> None:
    assert _values(ticks(_player(tmp_path, "t\n1\n2\n3\n"), 1.9)) == [(0, 1), (1, 2)]
    assert _values(ticks(_player(tmp_path, "t\n1\n2\n3\n", every=5.0), 9)) == [(0, 1), (5, 2)]


def test_in_a_loop_it_begins_again(tmp_path: Path) -> None:
    said = _values(ticks(_player(tmp_path, loop=True), 17))
    assert said == [(0, 1), (2, 2), (7, 3), (8, 1), (10, 2), (15, 3), (16, 1)]


def test_pause_and_play(tmp_path: Path) -> None:
    player = _player(tmp_path)
    ticks(player, 1)
    assert heard(player, "pausa") == Say(data={"playing": False})
    assert ticks(player, 20, begin=1.5) == []
    assert heard(player, "play") == Say(data={"playing": True})
    assert _values(ticks(player, 20, begin=30)) == [(0, 2), (5, 3), (5, "That was all.")]


def test_restart_begins_again_also_after_the_end(tmp_path: Path) -> None:
    player = _player(tmp_path)
    ticks(player, 30)
    heard(player, "restart")
    assert _values(ticks(player, 3, begin=31)) == [(0, 1), (2, 2)]


def test_its_values_are_the_columns(tmp_path: Path) -> None:
    player = _player(tmp_path, "time,t,open,note.x\n0,1,true,a\n1,2,false,b\n")
    assert player.description().values == (
        Value("playing", "boolean"),
        Value("t", "number"),
        Value("open", "boolean"),
        Value('["note.x"]', "text"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("t\n", "there is nothing to play"),
        ("", "there is nothing to play"),
        ("a,b\n1\n", "line 2: cells: 1, columns: 2"),
    ],
)
def test_a_file_that_can_not_be_played_is_told_before_it_starts(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(OptionError, match=told):
        _player(tmp_path, text)


def test_without_a_file_it_says_what_it_takes() -> None:
    with pytest.raises(OptionError, match="--file is needed: a CSV table"):
        Player.make("player", "en", Choices())


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="No such file"):
        Player.make("player", "en", Choices(file=tmp_path / "x"))


def test_a_fault_far_behind_is_told_and_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    count = CHECKED_LINES + 1
    player = _player(tmp_path, "t\n" + "1\n" * count + "1,2\n" + "5\n", speed=1e6)
    said = ticks(player, 60)
    assert [what.data.get("t") for _, what in said] == [1] * count + [5, None]
    assert f"room.csv, line {count + 2}: cells: 2, columns: 1" in caplog.text


def test_after_a_long_sleep_it_goes_on_instead_of_saying_everything_at_once(tmp_path: Path) -> None:
    player = _player(tmp_path)
    ticks(player, 0)
    assert _values(ticks(player, 6, begin=3600)) == [(0, 2), (5, 3), (5, "That was all.")]
