"""web.live.presence: who is there, and no ghosts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from web.live.presence import MAX_ROLES, Presence
from web.live.rooms import Rooms, Viewer

VIEWER = Viewer("aula1", "usuario")


class Stage:
    """A presence whose timers run when told."""

    def __init__(self, folder: Path) -> None:
        self.rooms = Rooms()
        self.published: list[tuple[str, str]] = []
        self.changes: list[str] = []
        self.timers: list[Callable[[], None]] = []
        self.devices: set[str] = set()
        self.presence = Presence(
            rooms=self.rooms,
            publish=lambda topic, status: self.published.append((topic, status)),
            on_change=self.changes.append,
            later=lambda _seconds, call: self.timers.append(call),
            file=folder / "p.json",
            is_device=lambda role: role in self.devices,
        )

    def come(self) -> None:
        self.rooms.take("1", VIEWER)
        self.presence.browser_came(VIEWER)

    def go(self) -> None:
        self.rooms.leave("1")
        self.presence.browser_left(VIEWER)

    def run_timers(self) -> None:
        due, self.timers = self.timers, []
        for call in due:
            call()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_a_browser_is_announced(stage: Stage) -> None:
    stage.come()
    assert stage.published == [("status/aula1/usuario", "online")]


def test_a_browser_that_stays_away_is_offline(stage: Stage) -> None:
    stage.come()
    stage.go()
    stage.run_timers()
    assert stage.published[-1] == ("status/aula1/usuario", "offline")


def test_joining_again_under_the_same_role_publishes_nothing(stage: Stage) -> None:
    stage.come()
    stage.presence.take_status("status/aula1/usuario", b"online")
    for _ in range(100):
        stage.come()
    assert stage.published == [("status/aula1/usuario", "online")]


def test_a_browser_is_announced_again_when_its_role_was_reported_offline(stage: Stage) -> None:
    stage.come()
    stage.presence.take_status("status/aula1/usuario", b"offline")
    stage.come()
    assert stage.published == [("status/aula1/usuario", "online")] * 2


def test_many_changes_in_a_moment_are_two_events(stage: Stage) -> None:
    for number in range(100):
        stage.presence.take_status(f"status/aula1/r{number}", b"online")
    assert stage.changes == ["aula1"]
    stage.run_timers()
    assert stage.changes == ["aula1", "aula1"]


def test_a_reload_is_no_leaving(stage: Stage) -> None:
    stage.come()
    stage.go()
    stage.come()
    stage.run_timers()
    assert ("status/aula1/usuario", "offline") not in stage.published


def test_a_web_after_a_kill_says_offline_for_those_that_do_not_come_back(stage: Stage, tmp_path: Path) -> None:
    stage.come()
    following = Stage(tmp_path)
    following.presence.start()
    following.run_timers()
    assert following.published == [("status/aula1/usuario", "offline")]


def test_a_web_after_a_kill_says_nothing_for_those_that_came_back(stage: Stage, tmp_path: Path) -> None:
    stage.come()
    following = Stage(tmp_path)
    following.presence.start()
    following.come()
    following.run_timers()
    assert following.published == [("status/aula1/usuario", "online")]


def test_a_broken_file_is_no_obstacle(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("{")
    stage.presence.start()
    assert stage.timers == []


def test_participants_follow_what_they_say(stage: Stage) -> None:
    stage.presence.take_status("status/aula1/lamp", b"online")
    stage.presence.take_status("status/aula1/echo", b"offline")
    assert stage.presence.participants("aula1") == [{"role": "echo", "online": False}, {"role": "lamp", "online": True}]


def test_only_a_change_is_told(stage: Stage) -> None:
    for _ in range(3):
        stage.presence.take_status("status/aula1/lamp", b"online")
    assert stage.changes == ["aula1"]


def test_a_cleared_status_forgets_the_participant(stage: Stage) -> None:
    stage.presence.take_status("status/aula1/lamp", b"online")
    stage.presence.take_status("status/aula1/lamp", b"")
    assert stage.presence.participants("aula1") == []


def test_the_roles_that_are_online_are_told_with_their_sessions(stage: Stage) -> None:
    for session, role, status in [("b", "lamp", "online"), ("a", "lamp", "online"), ("a", "echo", "offline")]:
        stage.presence.take_status(f"status/{session}/{role}", status.encode())
    stage.presence.take_status("status/a/tv", b"online")
    assert stage.presence.online(lambda role: role != "tv", 10) == {"lamp": ["b", "a"]}
    assert stage.presence.online(lambda _role: True, 1) == {"lamp": ["b"]}


def test_a_flood_of_roles_is_bounded(stage: Stage) -> None:
    for n in range(MAX_ROLES + 100):
        stage.presence.take_status(f"status/aula1/r{n}", b"online")
    assert len(stage.presence.participants("aula1")) == MAX_ROLES


@pytest.mark.parametrize("topic", ["status/A/x", "status/aula1/lab", "status/aula1/a b"])
def test_a_status_of_nobody_is_ignored(stage: Stage, topic: str) -> None:
    stage.presence.take_status(topic, b"online")
    assert stage.changes == []


def test_a_browser_whose_role_gets_an_account_is_offline_at_once_and_once(stage: Stage) -> None:
    stage.come()
    stage.devices.add("usuario")
    stage.published.clear()
    stage.presence.give_way()
    stage.presence.give_way()
    assert stage.published == [("status/aula1/usuario", "offline")]


def test_a_browser_says_nothing_any_more_for_a_role_that_is_a_device_s(stage: Stage) -> None:
    stage.come()
    stage.devices.add("usuario")
    stage.presence.give_way()
    stage.published.clear()
    stage.presence.again()
    stage.go()
    stage.run_timers()
    stage.presence.stop()
    assert stage.published == []
