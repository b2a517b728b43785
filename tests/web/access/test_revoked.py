"""web.access.revoked: the ids of people who left, until their cookies end, bounded and kept over a restart."""

from pathlib import Path

import pytest

from web.access.revoked import MOST, RevokedIds


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def read(folder: Path, clock: Clock) -> RevokedIds:
    return RevokedIds.read(folder / "revoked.json", 60.0, clock)


def test_an_id_is_refused_until_its_cookie_has_ended(tmp_path: Path) -> None:
    clock = Clock()
    revoked = read(tmp_path, clock)
    revoked.add("maria")
    seen = []
    for clock.now in (1000.0, 1059.9, 1060.0):
        seen.append(("maria" in revoked, "jose" in revoked))
    assert seen == [(True, False), (True, False), (False, False)]


def test_a_restart_forgets_nobody(tmp_path: Path) -> None:
    read(tmp_path, Clock()).add("maria")
    assert "maria" in read(tmp_path, Clock())


def test_ids_whose_cookie_has_ended_are_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    revoked = read(tmp_path, clock)
    revoked.add("maria")
    clock.now = 2000.0
    revoked.add("jose")
    assert len(revoked) == 1


def test_no_more_ids_are_remembered_than_the_bound(tmp_path: Path) -> None:
    until = {str(number): 9e9 for number in range(MOST)}
    revoked = RevokedIds(tmp_path / "revoked.json", 60.0, Clock(), until)
    revoked.add("maria")
    assert (len(revoked), "0" in revoked, "maria" in revoked) == (MOST, False, True)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": "b"}', '{"a": null}', "\udcff"])
def test_a_damaged_file_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "revoked.json").write_text(text, errors="surrogateescape")
    assert len(read(tmp_path, Clock())) == 0
