"""Which records are news: after the first own one, each once, never backwards."""

from hypothesis import given
from hypothesis import strategies as st

from devices.inbox import EARLY_LIMIT, Inbox, Verdict
from devices.wire import Record


def _record(seq: int, log: int = 0) -> Record:
    # A later log is of a later minute.
    return {"seq": seq, "at": f"2026-11-22T16:{log:02d}:{seq // 1000:02d}.{seq % 1000:03d}Z", "role": "x"}


def test_nothing_is_news_before_the_first_own_record() -> None:
    inbox = Inbox()
    assert [inbox.take(_record(seq)) for seq in (1, 2, 3)] == [Verdict.EARLY] * 3


def test_what_came_before_the_first_own_record_is_news_if_it_stands_after_it() -> None:
    inbox = Inbox()
    for seq in (1, 3, 4, 3):
        inbox.take(_record(seq))
    assert inbox.begin(_record(2)) == [_record(3), _record(4)]
    assert inbox.take(_record(4)) is Verdict.OLD
    assert inbox.take(_record(5)) is Verdict.NEWS


def test_what_came_from_an_earlier_log_is_no_news() -> None:
    inbox = Inbox()
    inbox.take(_record(40, log=1))
    assert inbox.begin(_record(1, log=2)) == []


def test_of_what_came_before_the_first_own_record_the_last_are_kept() -> None:
    inbox = Inbox()
    for seq in range(2, EARLY_LIMIT + 4):
        inbox.take(_record(seq))
    assert inbox.begin(_record(1)) == [_record(seq) for seq in range(4, EARLY_LIMIT + 4)]


@given(st.integers(1, 50), st.lists(st.integers(1, 50)))
def test_news_are_after_the_first_own_record_each_once_in_the_order_of_the_log(own: int, seqs: list[int]) -> None:
    inbox = Inbox()
    inbox.begin(_record(own))
    news = [seq for seq in seqs if inbox.take(_record(seq)) is not Verdict.OLD]
    assert news == sorted(set(news))
    assert all(seq > own for seq in news)
    assert max([own, *news]) == max([own, *seqs])


def test_a_lower_seq_with_a_later_time_is_of_a_new_log() -> None:
    inbox = Inbox()
    inbox.begin(_record(40))
    assert inbox.take(_record(1, log=1)) is Verdict.NEW_LOG
    assert inbox.take(_record(1, log=1)) is Verdict.OLD
    assert inbox.take(_record(2, log=1)) is Verdict.NEWS


def test_a_clock_that_steps_back_does_not_hide_what_follows() -> None:
    inbox = Inbox()
    inbox.begin(_record(1, log=30))
    assert inbox.take(_record(2, log=10)) is Verdict.NEWS
    assert inbox.take(_record(2, log=10)) is Verdict.OLD


def test_an_own_record_that_is_published_again_does_not_turn_back() -> None:
    inbox = Inbox()
    inbox.begin(_record(1))
    inbox.take(_record(2))
    inbox.begin(_record(1))
    assert inbox.take(_record(2)) is Verdict.OLD
