"""What was added to a session's log."""

from pathlib import Path

from devices.fleet import log_files

FIRST, SECOND, THIRD = "chat_20261126-100000.log", "chat_20261126-090000.log", "chat_20261126-110000.log"


def test_lines_behind_the_mark_come_in_the_order_of_seq_not_of_names(tmp_path: Path) -> None:
    (tmp_path / FIRST).write_bytes(b'{"seq":1,}\n{"seq":2,}\n')
    begin = log_files.mark(tmp_path)
    with (tmp_path / FIRST).open("ab") as file:
        file.write(b'{"seq":3,}\n')
    (tmp_path / SECOND).write_bytes(b'{"seq":4,}\n')  # the clock was set back
    (tmp_path / THIRD).write_bytes(b'{"seq":5,}\n{"seq":6,')
    lines = list(log_files.lines_since(tmp_path, begin))
    assert lines == [b'{"seq":3,}\n', b'{"seq":4,}\n', b'{"seq":5,}\n']


def test_a_session_that_is_not_there_yet_has_no_lines(tmp_path: Path) -> None:
    begin = log_files.mark(tmp_path / "aula1")
    assert list(log_files.lines_since(tmp_path / "aula1", begin)) == []


def test_other_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "replies.json").write_text("{}\n")
    (tmp_path / "chat_old.log").write_text("{}\n")
    assert list(log_files.lines_since(tmp_path, log_files.mark(tmp_path))) == []
