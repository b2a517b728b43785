"""chat.token_buckets: so many at once, so many a second, for each key by itself, in bounded memory."""

from chat.token_buckets import MOST_KEY_CHARACTERS, MOST_KEYS, TokenBuckets


def test_waiting_tells_the_seconds_to_the_next_token_and_takes_none() -> None:
    buckets = TokenBuckets(rate=2, burst=1)
    assert [buckets.wait("a", 0.0), buckets.wait("a", 0.0)] == [0.0, 0.0]
    buckets.take("a", 0.0)
    assert [buckets.wait("a", now) for now in (0.0, 0.25, 0.5)] == [0.5, 0.25, 0.0]


def test_as_many_as_the_burst_may_come_at_once() -> None:
    buckets = TokenBuckets(rate=1, burst=3)
    assert [buckets.take("a", 0.0) for _ in range(5)] == [True, True, True, False, False]


def test_time_brings_new_ones_up_to_the_burst() -> None:
    buckets = TokenBuckets(rate=2, burst=3)
    for _ in range(3):
        buckets.take("a", 0.0)
    assert [buckets.take("a", 1.0) for _ in range(3)] == [True, True, False]
    assert [buckets.take("a", 1000.0) for _ in range(4)] == [True, True, True, False]


def test_slow_time_is_not_lost_in_parts() -> None:
    buckets = TokenBuckets(rate=1, burst=1)
    assert sum(buckets.take("a", n / 10) for n in range(101)) == 11


def test_one_key_takes_nothing_from_another() -> None:
    buckets = TokenBuckets(rate=1, burst=1)
    assert [buckets.take(key, 0.0) for key in ("a", "a", "b")] == [True, False, True]


def test_a_million_keys_are_not_remembered() -> None:
    buckets = TokenBuckets(rate=1, burst=1)
    for n in range(MOST_KEYS + 500):
        buckets.take(str(n), 0.0)
    assert len(buckets) == MOST_KEYS


def test_long_keys_take_no_more_room_than_many_short_ones() -> None:
    buckets = TokenBuckets(rate=1, burst=1)
    for n in range(100):
        buckets.take(f"{n}{'x' * 65000}", 0.0)
    assert len(buckets) == MOST_KEY_CHARACTERS // 65002


def test_keys_that_are_forgotten_make_room_again() -> None:
    buckets = TokenBuckets(rate=1, burst=1)
    buckets.take("x" * (MOST_KEY_CHARACTERS + 1), 0.0)
    for n in range(MOST_KEYS):
        buckets.take(str(n), 0.0)
    assert len(buckets) == MOST_KEYS
