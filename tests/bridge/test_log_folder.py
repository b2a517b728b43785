"""bridge.log_folder: one bridge to a folder, and how the last one ended."""

from pathlib import Path

import pytest

from bridge.log_folder import LogFolder
from chat.errors import SessionLogError


def test_a_second_bridge_is_refused_with_the_folders_name(tmp_path: Path) -> None:
    first = LogFolder(tmp_path / "logs")
    first.acquire()
    with pytest.raises(SessionLogError, match=str(tmp_path / "logs")):
        LogFolder(tmp_path / "logs").acquire()
    first.release(all_logged=True)


def test_a_released_folder_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        folder = LogFolder(tmp_path / "logs")
        folder.acquire()
        folder.release(all_logged=True)
    assert folder.ended_cleanly


def test_a_bridge_that_was_killed_is_known_by_the_next(tmp_path: Path) -> None:
    killed = LogFolder(tmp_path / "logs")
    killed.acquire()
    killed.write_state("running")
    killed._lock.release()
    following = LogFolder(tmp_path / "logs")
    following.acquire()
    assert not following.ended_cleanly


def test_it_is_known_since_when_packet_ids_count(tmp_path: Path) -> None:
    killed = LogFolder(tmp_path)
    killed.acquire()
    killed.note_new_session("2026-11-22T16:48:00.123Z")
    killed.write_state("running")
    killed._lock.release()
    following = LogFolder(tmp_path)
    following.acquire()
    assert following.packet_ids_since == "2026-11-22T16:48:00.123Z"


def test_a_broken_state_file_counts_as_no_clean_end(tmp_path: Path) -> None:
    (tmp_path / ".bridge.state").write_text("{")
    folder = LogFolder(tmp_path)
    folder.acquire()
    assert not folder.ended_cleanly


def test_an_end_that_left_something_unlogged_is_no_clean_end_and_unlocks_the_folder(tmp_path: Path) -> None:
    stopped = LogFolder(tmp_path)
    stopped.acquire()
    stopped.write_state("running")
    stopped.release(all_logged=False)
    following = LogFolder(tmp_path)
    following.acquire()
    assert not following.ended_cleanly


def test_a_folder_is_unlocked_when_the_disk_does_not_take_the_note(tmp_path: Path) -> None:
    folder = LogFolder(tmp_path)
    folder.acquire()
    (tmp_path / ".bridge.state").mkdir()
    with pytest.raises(OSError, match="directory"):
        folder.release(all_logged=True)
    (tmp_path / ".bridge.state").rmdir()
    LogFolder(tmp_path).acquire()
