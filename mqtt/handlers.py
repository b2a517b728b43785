"""Which handlers a message has, by the filters that they were registered for. No I/O."""

from collections.abc import Callable
from typing import Generic, TypeVar

Handler = TypeVar("Handler")

MAX_CACHED_TOPICS, MAX_CACHED_TOPIC = 1024, 256
"""Topics whose handlers are remembered, and the characters of the longest such topic."""


class Handlers(Generic[Handler]):
    """Handlers by filter. `matches(filter, topic)` is the rule of MQTT 3.1.1, section 4.7."""

    def __init__(self, matches: Callable[[str, str], bool]) -> None:
        self._matches = matches
        self._by_filter: dict[str, Handler] = {}
        self._by_topic: dict[str, list[Handler]] = {}

    def add(self, topic_filter: str, handler: Handler) -> None:
        """Register a handler, in place of the one that the filter has."""
        self._by_filter[topic_filter] = handler
        self._by_topic.clear()

    def of(self, topic: str) -> list[Handler]:
        """The handlers of a topic, in the order of registration."""
        found = self._by_topic.get(topic)
        if found is None:
            found = [handler for name, handler in self._by_filter.items() if self._matches(name, topic)]
            if len(topic) <= MAX_CACHED_TOPIC:
                if len(self._by_topic) >= MAX_CACHED_TOPICS:
                    self._by_topic.clear()
                self._by_topic[topic] = found
        return found
