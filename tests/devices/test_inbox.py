"""Which records are news: each once, never backwards."""

from hypothesis import given
from hypothesis import strategies as st

from devices.inbox import Inbox, Verdict
from devices.wire import Record


def _record(seq: int, log: int = 0) -> Record:
    # A later log is of a later minute.
    return {"seq": seq, "at": f"2026-11-22T16:{log:02d}:{seq // 1000:02d}.{seq % 1000:03d}Z", "role": "x"}


@given(st.lists(st.integers(1, 50), min_size=1))
def test_news_come_each_once_in_the_order_of_the_log(seqs: list[int]) -> None:
    inbox = Inbox()
    news = [seq for seq in seqs if inbox.take(_record(seq)) is not Verdict.OLD]
    assert news == sorted(set(news))
    assert (news[0], max(news)) == (seqs[0], max(seqs))


def test_a_lower_seq_with_a_later_time_is_of_a_new_log() -> None:
    inbox = Inbox()
    inbox.take(_record(40))
    assert inbox.take(_record(1, log=1)) is Verdict.NEW_LOG
    assert inbox.take(_record(1, log=1)) is Verdict.OLD
    assert inbox.take(_record(2, log=1)) is Verdict.NEWS


def test_a_clock_that_steps_back_does_not_hide_what_follows() -> None:
    inbox = Inbox()
    inbox.take(_record(1, log=30))
    assert inbox.take(_record(2, log=10)) is Verdict.NEWS
    assert inbox.take(_record(2, log=10)) is Verdict.OLD
