"""web.lessons.transcript: records by who said them and to whom."""

from tests.web.lessons.made import log
from web.lessons.transcript import Transcript

SAID = Transcript.of(
    log(("ana", "@Lamp on"), ("lamp", {"on": True}), ("beto", {"text": "off", "to": "lamp"}), ("Ana", "oi"))
)


def test_records_are_found_by_who_said_them_in_whichever_case() -> None:
    assert [record.seq for record in SAID.said_by("ana")] == [1, 4]
    assert SAID.roles() == ["ana", "lamp", "beto"]
    assert SAID.first_said == {"ana": 1, "lamp": 2, "beto": 3}


def test_records_are_found_by_whom_they_address() -> None:
    assert [record.seq for record in SAID.said_to("lamp")] == [1, 3]
    assert SAID.said_to("nobody") == []


def test_the_next_record_of_a_role_is_found() -> None:
    following = [SAID.next_of("ana", seq) for seq in (0, 1, 4)]
    assert [record and record.seq for record in following] == [1, 4, None]
