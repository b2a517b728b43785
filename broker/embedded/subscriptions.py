"""Who receives what is published to a topic (MQTT 3.1.1, sections 3.8 and 4.7). No network here.

amqtt finds a subscription by the client id of its session, so that an old session removes those of a newer one; and it
compares every topic with every filter again for each message.
"""

from collections.abc import Iterable

from amqtt.session import Session

from broker.limits import MAX_FILTER, MAX_ROUTES_BYTES, MAX_SUBSCRIPTIONS
from chat.access import has_wildcard, matches

Targets = tuple[tuple[Session, int], ...]
"""Sessions, each once, with the highest QoS that it asked for (section 3.3.5)."""

_Subscribed = dict[int, tuple[Session, int]]
"""Those subscribed to one filter: by the identity of the session, with the QoS that it asked for."""

_ROUTE_BYTES, _TARGET_BYTES = 200, 64
"""About what Python keeps for a route and for each of its targets."""


class Subscriptions:
    """The topic filters of every session, and the routes that were looked up: topic -> targets."""

    def __init__(self, max_routes_bytes: int = MAX_ROUTES_BYTES) -> None:
        # By the identity of each session: amqtt's sessions are equal when their client ids are, and have no hash.
        # Filters without a wildcard are found by their topic: each device has some of its own.
        self._exact: dict[str, _Subscribed] = {}
        self._with_wildcard: dict[str, _Subscribed] = {}
        self._by_session: dict[int, set[str]] = {}
        self._routes: dict[str, Targets] = {}
        self._routes_bytes = 0
        self._max_routes_bytes = max_routes_bytes

    @property
    def routes_bytes(self) -> int:
        """Bytes that the remembered routes take, roughly."""
        return self._routes_bytes

    def add(self, session: Session, topic_filter: str, qos: int) -> bool:
        """Subscribe, or replace the QoS of the same filter (section 3.8.4). False: no valid filter, or too many."""
        filters = self._by_session.get(id(session), set())
        has_room = topic_filter in filters or len(filters) < MAX_SUBSCRIPTIONS
        if not (has_room and is_filter(topic_filter)):
            return False
        self._by_session.setdefault(id(session), filters).add(topic_filter)
        self._index(topic_filter).setdefault(topic_filter, {})[id(session)] = session, qos
        self._forget_routes_of(topic_filter)
        return True

    def has(self, session: Session) -> bool:
        """Whether the session is subscribed to anything."""
        return id(session) in self._by_session

    def remove(self, session: Session, topic_filters: Iterable[str]) -> None:
        """Unsubscribe; a filter that the session is not subscribed to is ignored (section 3.10.4)."""
        filters = self._by_session.get(id(session), set())
        for topic_filter in filters.intersection(topic_filters):
            filters.discard(topic_filter)
            index = self._index(topic_filter)
            del index[topic_filter][id(session)]
            if not index[topic_filter]:
                del index[topic_filter]
            self._forget_routes_of(topic_filter)
        if not filters:
            self._by_session.pop(id(session), None)

    def remove_all(self, session: Session) -> None:
        """Forget every subscription of a session that ends."""
        self.remove(session, self._by_session.get(id(session), ()))

    def targets(self, topic: str) -> Targets:
        """Who receives what is published to `topic`."""
        known = self._routes.get(topic)
        return self._remember(topic, self._find(topic)) if known is None else known

    def _find(self, topic: str) -> Targets:
        found = dict(self._exact.get(topic, {}))
        for topic_filter, subscribed in self._with_wildcard.items():
            if matches(topic_filter, topic):
                for key, (session, qos) in subscribed.items():
                    found[key] = session, max(qos, found.get(key, (session, 0))[1])
        return tuple(found.values())

    def _remember(self, topic: str, targets: Targets) -> Targets:
        size = _size(topic, targets)
        if self._routes_bytes + size > self._max_routes_bytes:
            self._forget_routes()
        if size <= self._max_routes_bytes:
            self._routes[topic] = targets
            self._routes_bytes += size
        return targets

    def _index(self, topic_filter: str) -> dict[str, _Subscribed]:
        return self._with_wildcard if has_wildcard(topic_filter) else self._exact

    def _forget_routes_of(self, topic_filter: str) -> None:
        """Forget the routes that a change of this filter may change: of one topic, or of all."""
        if has_wildcard(topic_filter):
            self._forget_routes()
        elif (known := self._routes.pop(topic_filter, None)) is not None:
            self._routes_bytes -= _size(topic_filter, known)

    def _forget_routes(self) -> None:
        self._routes.clear()
        self._routes_bytes = 0


def _size(topic: str, targets: Targets) -> int:
    """Bytes of a route, roughly. A character takes up to 4."""
    return _ROUTE_BYTES + 4 * len(topic) + _TARGET_BYTES * len(targets)


def is_filter(text: str) -> bool:
    """Whether a text is a topic filter (section 4.7.1) that the lab takes: at most MAX_FILTER characters."""
    if len(text) > MAX_FILTER:
        return False
    levels = text.split("/")
    hash_ends_it = "#" not in text or (text.count("#") == 1 and levels[-1] == "#")
    return hash_ends_it and all("+" not in level or level == "+" for level in levels)
