"""web.live.status_publisher: the newest status of each topic arrives, and only so many at once and in a second."""

from collections.abc import Callable

from web.live.status_publisher import StatusPublisher


class Stage:
    """A publisher of three statuses at once and two a second; the test lets the seconds pass."""

    def __init__(self) -> None:
        self.published: list[tuple[str, str]] = []
        self.timers: list[Callable[[], None]] = []
        self.statuses = StatusPublisher(
            lambda topic, status: self.published.append((topic, status)),
            lambda _seconds, call: self.timers.append(call),
            burst=3,
            per_second=2,
        )

    def pass_second(self) -> None:
        due, self.timers = self.timers, []
        for call in due:
            call()


def test_a_status_is_published_at_once() -> None:
    stage = Stage()
    stage.statuses.publish("a", "online")
    assert stage.published == [("a", "online")]


def test_more_than_so_many_wait_for_the_next_second() -> None:
    stage = Stage()
    for topic in "abcdefg":
        stage.statuses.publish(topic, "online")
    counts = [len(stage.published)]
    for _ in range(3):
        stage.pass_second()
        counts.append(len(stage.published))
    assert counts == [3, 5, 7, 7]


def test_of_the_statuses_of_a_topic_the_newest_is_published() -> None:
    stage = Stage()
    for topic, status in [*[(topic, "online") for topic in "abc"], *[("d", "online"), ("d", "offline")] * 50]:
        stage.statuses.publish(topic, status)
    stage.pass_second()
    assert stage.published[3:] == [("d", "offline")]


def test_at_the_end_nothing_waits() -> None:
    stage = Stage()
    for topic in "abcde":
        stage.statuses.publish(topic, "offline")
    stage.statuses.flush_all()
    assert len(stage.published) == 5


def test_after_a_rest_as_many_are_published_at_once_as_before() -> None:
    stage = Stage()
    for topic in "abcdef":
        if topic == "d":
            stage.pass_second()
            stage.pass_second()
        stage.statuses.publish(topic, "online")
    assert len(stage.published) == 6


def test_an_idle_publisher_has_no_timer() -> None:
    stage = Stage()
    stage.statuses.publish("a", "online")
    stage.pass_second()
    assert stage.timers == []
