"""bridge.retained_clearing: every retained message is cleared, few at a time, in bounded memory."""

from bridge.retained_clearing import MOST_UNDERWAY, MOST_WAITING_CHARACTERS, PATIENCE, RetainedClearings


def sent(clearings: RetainedClearings, now: float = 0.0) -> list[str]:
    """The topics that are cleared now."""
    topics: list[str] = []

    def clear(topic: str) -> bool:
        topics.append(topic)
        return True

    clearings.send(clear, now)
    return topics


def test_an_empty_payload_is_the_bridges_own_once() -> None:
    clearings = RetainedClearings()
    clearings.request("chat/a/b")
    sent(clearings)
    assert [clearings.is_own("chat/a/b", payload) for payload in (b"x", b"", b"")] == [False, True, False]


def test_another_topic_is_not_its_own() -> None:
    clearings = RetainedClearings()
    clearings.request("chat/a/b")
    sent(clearings)
    assert not clearings.is_own("chat/a/c", b"")


def test_the_next_topic_is_cleared_when_one_has_come_back() -> None:
    clearings = RetainedClearings()
    topics = [str(n) for n in range(MOST_UNDERWAY + 2)]
    assert all(clearings.request(topic) for topic in topics)
    assert sent(clearings) == topics[:MOST_UNDERWAY]
    assert clearings.is_own("7", b"")
    assert sent(clearings) == topics[MOST_UNDERWAY : MOST_UNDERWAY + 1]


def test_a_topic_that_the_client_does_not_take_is_cleared_later() -> None:
    clearings = RetainedClearings()
    clearings.request("chat/a/b")
    clearings.send(lambda _: False, 0.0)
    assert (clearings.is_own("chat/a/b", b""), sent(clearings)) == (False, ["chat/a/b"])


def test_clearings_that_never_come_back_do_not_hold_up_the_others() -> None:
    clearings = RetainedClearings()
    for n in range(MOST_UNDERWAY + 1):
        clearings.request(str(n))
    sent(clearings, 1.0)
    assert sent(clearings, 1.0 + PATIENCE) == []
    assert sent(clearings, 1.1 + PATIENCE) == [str(MOST_UNDERWAY)]


def test_topics_that_wait_are_bounded_in_characters() -> None:
    clearings = RetainedClearings()
    taken = [clearings.request(f"{n:060000}") for n in range(100)]
    assert sum(taken) == MOST_WAITING_CHARACTERS // 60000
