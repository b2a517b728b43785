"""Reports on `lab/rejected`: messages that the broker refuses, and messages outside of the lab's topics.

MQTT 3.1.1 has no negative answer to a PUBLISH (section 3.3.5), so this is where the sender can learn of it.
"""

from collections.abc import Callable

from broker.limits import MAX_TOPIC
from chat.errors import TopicError
from chat.rejections import Rejections
from chat.token_buckets import TokenBuckets
from chat.topic import DISCOVERY_TREE, REJECTED, rejected_topic
from mqtt.packets import Publish

LAB_TREES = ("chat/", "log/", "to/", "status/", "lab/", DISCOVERY_TREE.removesuffix("#"))
"""What the topics of the lab begin with, and those by which Home Assistant discovers its devices."""

_CHAT_ROOT = "chat"
"""The bridge's subscription covers it too (section 4.7.1.2), so the bridge reports it."""

STRAY_RATE, STRAY_BURST = 1 / 30, 5
"""How often one topic outside of the lab is reported: five times at once, then twice a minute. Other programs may use
the broker for topics of their own, for hours."""

Route = Callable[[str, bytes, int], object]
"""Delivers a message: its topic, payload and QoS."""


def too_long(topic: str) -> TopicError:
    """Why a topic that no client of the lab needs is refused."""
    return TopicError("bad-topic", f"a topic of {len(topic)} characters; the limit is {MAX_TOPIC}")


def not_allowed(account: str, topic: str) -> TopicError:
    """Why an account's message to a topic was not delivered."""
    return TopicError("not-allowed", f"the account {account} may not publish to {topic[:120]!r}")


def stray(topic: str) -> TopicError | None:
    """Why the lab takes no notice of a topic outside of its own trees; None for one inside."""
    if topic.startswith(LAB_TREES) or topic == _CHAT_ROOT:
        return None
    return TopicError("bad-topic", f"{topic[:120]!r} is not chat/<session>/<role>: the lab takes no notice of it")


class RefusalReports:
    """Publishes refusals. `clock` is the time in seconds since 1970."""

    def __init__(self, route: Route, clock: Callable[[], float]) -> None:
        self._route = route
        self._clock = clock
        self._rejections = Rejections(clock)
        self._strays = TokenBuckets(rate=STRAY_RATE, burst=STRAY_BURST)

    def report(self, account: str, message: Publish, error: TopicError) -> None:
        """Tell why a message is refused. `account` is its sender's, empty in an open lab.

        The sender is told on `lab/rejected/<role>`: the role of its account, or else the last level of the topic.
        """
        payload = self._rejections.payload(message.topic, message.payload, error)
        if payload is None:
            return
        self._route(REJECTED, payload, 1)
        role = account or message.topic.rpartition("/")[2]
        try:
            self._route(rejected_topic(role), payload, 1)
        except TopicError:
            return  # no role, so no device listens

    def report_stray(self, account: str, message: Publish) -> None:
        """Tell of a message outside of the lab's trees; of one topic only now and then."""
        error = stray(message.topic)
        if error is not None and self._strays.take(message.topic, self._clock()):
            self.report(account, message, error)
