"""web.background: an exception ends no work."""

import gevent

from web.background import every, guarded, later


def test_work_that_fails_is_done_again() -> None:
    calls: list[int] = []

    def work() -> None:
        calls.append(1)
        raise RuntimeError

    greenlet = every(0.001, work)
    with gevent.Timeout(10):
        while len(calls) < 3:
            gevent.sleep(0.001)
    greenlet.kill()


def test_later_work_that_fails_ends_nothing() -> None:
    greenlet = later(0, lambda: 1 // 0)
    greenlet.join(10)
    assert greenlet.successful()


def test_guarded_work_is_done() -> None:
    done: list[int] = []
    guarded(lambda: done.append(1))
    assert done == [1]
