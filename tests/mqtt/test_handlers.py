"""mqtt.handlers: the handlers of a topic, by their filters."""

from mqtt.handlers import MAX_CACHED_TOPIC, MAX_CACHED_TOPICS, Handlers


def begins(topic_filter: str, topic: str) -> bool:
    return topic.startswith(topic_filter)


def test_a_topic_has_every_handler_whose_filter_matches_in_order() -> None:
    handlers = Handlers[str](begins)
    for name in ("log/", "chat/", "log/a"):
        handlers.add(name, f"of {name}")
    assert [handlers.of(topic) for topic in ("log/a", "log/b", "x")] == [["of log/", "of log/a"], ["of log/"], []]


def test_a_filter_has_one_handler_also_when_its_topics_were_asked_for() -> None:
    handlers = Handlers[str](begins)
    handlers.add("log/", "first")
    handlers.of("log/a")
    handlers.add("log/", "second")
    assert handlers.of("log/a") == ["second"]


def test_the_topics_that_are_remembered_are_bounded() -> None:
    handlers = Handlers[str](begins)
    for number in range(2 * MAX_CACHED_TOPICS):
        handlers.of(f"chat/{number}")
    handlers.of("x" * (MAX_CACHED_TOPIC + 1))
    assert len(handlers._by_topic) <= MAX_CACHED_TOPICS
    assert max(map(len, handlers._by_topic)) <= MAX_CACHED_TOPIC
