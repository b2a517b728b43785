"""bridge.deduplication: a bounded memory for duplicates."""

import time

import pytest

from bridge.deduplication import IDS_KEPT, OWN, RecentDeliveries, RecentIds
from bridge.delivery import Delivery
from chat.record import Record


def line(text: str, mid: int, seq: int = 1, at: str = "2026-11-22T16:48:00.123Z") -> bytes:
    return Record(seq=seq, at=at, role="a", text=text, mid=mid).encode()


def test_ids_are_bounded_and_the_oldest_goes_first() -> None:
    ids = RecentIds()
    for n in range(IDS_KEPT + 10):
        ids.add("a", str(n), n, content=1)
    assert (len(ids), ids.seq("a", "9", content=1), ids.seq("a", "10", content=1)) == (IDS_KEPT, None, 10)


def test_an_id_with_other_content_is_another_message() -> None:
    ids = RecentIds()
    ids.add("a", "x", 1, content=1)
    assert ids.seq("a", "x", content=2) is None


def test_an_id_that_is_used_again_stays_among_the_newest() -> None:
    ids = RecentIds()
    for n in range(IDS_KEPT):
        ids.add("a", str(n), n, content=1)
    ids.add("a", "0", IDS_KEPT, content=2)
    ids.add("a", "new", IDS_KEPT + 1, content=1)
    assert [ids.seq("a", "0", content=2), ids.seq("a", "1", content=1)] == [IDS_KEPT, None]


def came(text: str, mid: int, session: str = "aula1") -> Delivery:
    return Delivery(1, f"chat/{session}/a", text.encode(), mid, 1)


def has(recent: RecentDeliveries, text: str, mid: int, session: str = "aula1") -> bool:
    return recent.seq(came(text, mid, session), session, line(text, mid, seq=99)) is not None


@pytest.fixture(params=["came", "was found in the log"])
def recent(request: pytest.FixtureRequest) -> RecentDeliveries:
    """It knows "x" with packet id 5 in aula1."""
    made = RecentDeliveries()
    if request.param == "came":
        made.add(came("x", 5))
    else:
        made.add_logged("aula1", line("x", 5))
    return made


def test_a_delivery_is_known_by_packet_id_and_content_wherever_it_stands_in_the_log(recent: RecentDeliveries) -> None:
    assert has(recent, "x", 5)


def test_another_session_content_or_packet_id_is_not_known(recent: RecentDeliveries) -> None:
    others = [("x", 5, "b2"), ("y", 5, "aula1"), ("x", 6, "aula1")]
    assert [has(recent, *other) for other in others] == [False, False, False]


def test_all_is_forgotten_with_the_mqtt_session(recent: RecentDeliveries) -> None:
    recent.forget()
    assert not has(recent, "x", 5)


def test_of_each_packet_id_the_last_delivery_is_known() -> None:
    recent = RecentDeliveries()
    for n in range(3):
        recent.add(came(str(n), 1))
    assert [has(recent, str(n), 1) for n in range(3)] == [False, False, True]


@pytest.mark.parametrize("order", [1, -1])
def test_of_what_was_found_in_the_logs_the_newest_with_a_packet_id_is_known(order: int) -> None:
    recent = RecentDeliveries()
    found = [("old", line("x", 5, at="2026-11-22T16:00:00.000Z")), ("new", line("x", 5, at="2026-11-22T17:00:00.000Z"))]
    for session, record in found[::order]:
        recent.add_logged(session, record)
    assert [has(recent, "x", 5, session) for session in ("old", "new")] == [False, True]


@pytest.mark.parametrize("seq", [1, 199, 3000])
@pytest.mark.parametrize(("since", "known"), [("2026-11-22T16:48:00.123Z", True), ("2026-11-22T16:48:00.124Z", False)])
def test_a_record_is_of_this_mqtt_session_by_its_time(seq: int, since: str, known: bool) -> None:
    recent = RecentDeliveries()
    recent.add_logged("aula1", line("x", 5, seq=seq), since=since)
    assert has(recent, "x", 5) is known


def test_what_came_since_with_a_packet_id_ends_what_the_log_said_of_it() -> None:
    recent = RecentDeliveries()
    recent.add_logged("aula1", line("ok", 5))
    recent.add(came("something else", 5))
    assert not has(recent, "ok", 5)


def test_the_seq_of_a_record_of_an_earlier_bridge_is_known() -> None:
    recent = RecentDeliveries()
    recent.add_logged("aula1", line("x", 5, seq=12))
    recent.add(came("y", 6))
    assert [recent.seq(came(text, mid), "aula1", line(text, mid)) for text, mid in (("x", 5), ("y", 6))] == [12, OWN]


def test_many_sessions_are_known_at_once() -> None:
    recent = RecentDeliveries()
    for session in range(50):
        for n in range(1000):
            recent.add_logged(f"s{session}", line("ok", 1 + session * 1000 + n))
    assert has(recent, "ok", 1, "s0")


def test_a_line_that_was_made_to_be_slow_takes_less_than_a_tenth_of_a_second() -> None:
    slow = Record(seq=1, at="", role="a", data={"d": [{"role": 0}] * 7000}).encode()
    begun = time.process_time()
    RecentDeliveries().add_logged("a", slow)
    assert time.process_time() - begun < 0.1
