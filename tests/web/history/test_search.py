"""web.history.search: what a search over a folder of logs prints."""

from pathlib import Path

from tests.support.records import write
from web.history.search import scan


def test_a_session_that_is_removed_during_a_search_ends_nothing(tmp_path: Path) -> None:
    for name in ("aula1", "aula2"):
        write(tmp_path / name, "chat_20261122-100000.log", range(1, 3))
    steps = scan(tmp_path, "", "message", 10)
    found = next(steps)
    for name in ("aula1", "aula2"):
        if name != found["session"]:
            (tmp_path / name / "chat_20261122-100000.log").unlink()
    assert list(steps)[-1] == {"done": True, "more": False}
