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
    first.release()


def test_a_released_folder_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        folder = LogFolder(tmp_path / "logs")
        folder.acquire()
        folder.release()
    assert folder.ended_cleanly


def test_a_bridge_that_was_killed_is_known_by_the_next(tmp_path: Path) -> None:
    killed = LogFolder(tmp_path / "logs")
    killed.acquire()
    killed.write_state("running")
    killed._lock.release()
    following = LogFolder(tmp_path / "logs")
    following.acquire()
    assert not following.ended_cleanly


def test_a_broken_state_file_counts_as_no_clean_end(tmp_path: Path) -> None:
    (tmp_path / ".bridge.state").write_text("{")
    folder = LogFolder(tmp_path)
    folder.acquire()
    assert not folder.ended_cleanly
