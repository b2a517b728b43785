"""bridge.recent: a bounded memory for duplicates."""

from bridge.recent import DELIVERIES_KEPT, IDS_KEPT, RecentDeliveries, RecentIds
from chat.record import Record


def line(text: str, mid: int, seq: int = 1) -> bytes:
    return Record(seq=seq, at="2026-11-22T16:48:00.123Z", role="a", text=text, mid=mid).encode()


def test_ids_are_bounded_and_the_oldest_goes_first() -> None:
    ids = RecentIds()
    for n in range(IDS_KEPT + 10):
        ids.add("a", str(n), n)
    assert (len(ids), ids.seq("a", "9"), ids.seq("a", "10")) == (IDS_KEPT, None, 10)


def test_a_delivery_is_known_by_packet_id_and_content_wherever_it_stands_in_the_log() -> None:
    recent = RecentDeliveries()
    recent.add("aula1", line("x", 5, seq=1))
    assert recent.has("aula1", line("x", 5, seq=99))


def test_another_session_content_or_packet_id_is_not_known() -> None:
    recent = RecentDeliveries()
    recent.add("aula1", line("x", 5))
    others = [("b2", line("x", 5)), ("aula1", line("y", 5)), ("aula1", line("x", 6))]
    assert [recent.has(*other) for other in others] == [False, False, False]


def test_deliveries_are_bounded() -> None:
    recent = RecentDeliveries()
    for n in range(DELIVERIES_KEPT + 1):
        recent.add("a", line(str(n), 1))
    assert (recent.has("a", line("0", 1)), recent.has("a", line("1", 1))) == (False, True)
