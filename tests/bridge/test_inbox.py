"""bridge.inbox: bounded, in order, and closed without losing what waits."""

import threading

from bridge.delivery import Delivery
from bridge.inbox import Inbox
from tests.support.waiting import wait_until


def delivery(n: int, size: int = 1) -> Delivery:
    return Delivery(1, f"chat/a/{n}", b"x" * size)


def test_items_come_out_in_the_order_they_went_in() -> None:
    inbox = Inbox(max_items=100, max_bytes=1000)
    items = [delivery(n) for n in range(10)]
    for item in items:
        inbox.put(item)
    assert [*inbox.take(4, 0.1), *inbox.take(100, 0.1)] == items


def test_nothing_waiting_is_an_empty_list() -> None:
    assert Inbox(max_items=1, max_bytes=1).take(10, 0.01) == []


def put_in_background(inbox: Inbox, item: Delivery) -> threading.Thread:
    thread = threading.Thread(target=inbox.put, args=(item,), daemon=True)
    thread.start()
    return thread


def test_too_many_items_make_the_giver_wait() -> None:
    inbox = Inbox(max_items=2, max_bytes=1000)
    inbox.put(delivery(1))
    inbox.put(delivery(2))
    waiting = put_in_background(inbox, delivery(3))
    waiting.join(0.2)
    assert waiting.is_alive()
    inbox.take(2, 0.1)
    wait_until(lambda: not waiting.is_alive())
    assert inbox.take(2, 0.1) == [delivery(3)]


def test_too_many_bytes_make_the_giver_wait() -> None:
    inbox = Inbox(max_items=100, max_bytes=10)
    inbox.put(delivery(1, size=10))
    waiting = put_in_background(inbox, delivery(2))
    waiting.join(0.2)
    assert waiting.is_alive()
    inbox.take(1, 0.1)
    wait_until(lambda: not waiting.is_alive())


def test_a_closed_inbox_takes_nothing_more_and_says_so() -> None:
    inbox = Inbox(max_items=100, max_bytes=100)
    inbox.put(delivery(1))
    inbox.close()
    assert inbox.put(delivery(2)) is False
    assert inbox.take(10, 0.1) == [delivery(1)]
    assert inbox.is_drained


def test_closing_frees_a_giver_that_waits() -> None:
    inbox = Inbox(max_items=1, max_bytes=100)
    inbox.put(delivery(1))
    waiting = put_in_background(inbox, delivery(2))
    waiting.join(0.2)
    assert waiting.is_alive()
    inbox.close()
    wait_until(lambda: not waiting.is_alive(), what="the giver has been freed")
