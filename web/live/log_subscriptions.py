"""Which records the broker sends to the web: those of the sessions that somebody looks at, and no others.

In a flood nobody looks at most sessions, and each packet on `log/<session>` costs the broker and the web the same
whether somebody does or not.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from chat.topic import LOG_FILTER, log_topic

MAX_SESSIONS = 100
"""Sessions that are subscribed one by one; when there are more, `log/+` takes their place. The embedded broker takes
1,000 filters of a client, and where people look at so many sessions there are few others."""

SUBACK_SECONDS = 0.05
"""How long a client that joins may wait until the broker has subscribed the web: it takes 1 ms, and in a flood half a
second."""

SWEEP_SECONDS = 10.0
"""Seconds between two sweeps. A session at which nobody looks in two of them in a row is given up, so a page that is
loaded again finds it subscribed."""


class Broker(Protocol):
    """What is used of `web.broker_client.BrokerClient`."""

    @property
    def is_connected(self) -> bool:
        """Whether the broker is there now."""

    def subscribe(self, filters: Sequence[tuple[str, int]], on_suback: Callable[[], None]) -> None:
        """Subscribe on the present connection, if there is one; `on_suback` is called when the broker has."""

    def unsubscribe(self, filters: Sequence[str]) -> None:
        """Unsubscribe on the present connection, if there is one."""


class _Subscription:
    """One filter. `late`: the sessions whose viewers did not wait for the broker."""

    def __init__(self, late: Iterable[str] = ()) -> None:
        self.granted = threading.Event()
        self.late = set(late)


class LogSubscriptions:
    """Subscribes and unsubscribes `log/<session>`.

    `is_wanted(session)`: whether somebody looks at the session. `on_late(session)` is called when the broker has
    subscribed a session after viewers read its history: records that were logged in between do not come by themselves.
    `patience` is in seconds.
    """

    def __init__(
        self,
        broker: Broker,
        *,
        is_wanted: Callable[[str], bool],
        on_late: Callable[[str], None],
        patience: float = SUBACK_SECONDS,
    ) -> None:
        self._broker = broker
        self._is_wanted = is_wanted
        self._on_late = on_late
        self._patience = patience
        self._sessions: set[str] = set()
        self._idle: set[str] = set()
        self._subscriptions: dict[str, _Subscription] = {}

    def ensure(self, session: str) -> None:
        """Return once the broker sends the records of a session, or when `patience` is over; at once without a broker.

        What is logged from then on comes by itself; what was published before is on the disk, for the bridge syncs
        first.
        """
        self._sessions.add(session)
        self._idle.discard(session)
        if self._filter_of(session) not in self._subscriptions:
            self._adjust()
        subscription = self._subscriptions[self._filter_of(session)]
        if self._broker.is_connected:
            subscription.granted.wait(self._patience)
        if not subscription.granted.is_set():
            subscription.late.add(session)

    def connected(self) -> None:
        """Subscribe on a new connection what the old one had."""
        before = self._subscriptions
        self._subscriptions = {}
        for session in self._sessions:
            self._subscriptions.setdefault(self._filter_of(session), _Subscription()).late.add(session)
        self._subscribe(self._subscriptions)
        for subscription in before.values():  # who waits goes on, and is told when the broker has subscribed
            subscription.granted.set()

    def sweep(self) -> None:
        """Give up the sessions at which nobody has looked since the last sweep. Call it every SWEEP_SECONDS."""
        idle = {session for session in self._sessions if not self._is_wanted(session)}
        self._sessions -= idle & self._idle
        self._idle = idle & self._sessions
        self._adjust()

    def _filter_of(self, session: str) -> str:
        return log_topic(session) if len(self._sessions) <= MAX_SESSIONS else LOG_FILTER

    def _adjust(self) -> None:
        """Subscribe what is missing, then unsubscribe the rest. A broker does both in this order, so that nothing is
        missed where one filter takes the place of another."""
        wanted = {self._filter_of(session) for session in self._sessions}
        missing = {name: _Subscription() for name in wanted if name not in self._subscriptions}
        rest = [name for name in self._subscriptions if name not in wanted]
        for name in rest:
            del self._subscriptions[name]
        self._subscriptions |= missing
        self._subscribe(missing)
        if rest:
            self._broker.unsubscribe(rest)

    def _subscribe(self, subscriptions: dict[str, _Subscription]) -> None:
        made = list(subscriptions.values())
        if made:
            self._broker.subscribe([(name, 1) for name in subscriptions], lambda: self._granted(made))

    def _granted(self, subscriptions: list[_Subscription]) -> None:
        for subscription in subscriptions:
            subscription.granted.set()
            late, subscription.late = subscription.late, set()
            for session in late:
                self._on_late(session)
