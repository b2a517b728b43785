"""Who may do what at the broker when the lab is closed: accounts, and the topics that each may use. Pure.

A device's account has the name of its role. The lab's own services have a dot in theirs, which no role can have.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chat.topic import (
    BRIDGE_STATUS,
    CHAT_TREE,
    DISCOVERY_STATUS,
    DISCOVERY_TREE,
    LAG_PROBE,
    LOOPBACK_PROBE,
    REQUEST_FILTER,
    TO_TREE,
    WEB_PROBE,
    check_role,
    check_session,
    discovery_topic,
    rejected_topic,
    to_topics,
)

INTAKE, RELAY, WEB, HEALTH = "lab.bridge", "lab.relay", "lab.web", "lab.health"
SERVICES = (INTAKE, RELAY, WEB, HEALTH)
"""The lab's own accounts: the bridge's two connections, the web, and the health checks."""

FAULT_SENDERS = tuple(f"lab.faults-{number}" for number in range(1, 5))
"""Accounts of the fault lab's own clients, made when it first runs: one for each that publishes at the same time."""

INTAKE_CLIENT_ID, RELAY_CLIENT_ID = "lab-bridge", "lab-bridge-relay"
"""MQTT client ids of the bridge's two connections in an open lab. In a closed lab a client id is an account's name."""

RELAY_CLIENT_IDS = frozenset({RELAY_CLIENT_ID, RELAY})
"""Client ids of the bridge's output in an open and a closed lab."""

SERVICE_CLIENT_IDS = frozenset({INTAKE_CLIENT_ID, RELAY_CLIENT_ID, *SERVICES})
"""Client ids that the lab's own services have in an open or a closed lab."""

_WEB_CLIENT_ID = "lab-web-"
"""How the client ids of the web begin in an open lab. Each process has its own, so that two don't end each other."""

_LOG_TREE, _STATUS_TREE, _LAB_TREE = "log/#", "status/#", "lab/#"


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the broker, and the topic filters (MQTT 3.1.1, section 4.7) that bound what it may do.

    `may_not_write` takes topics out of `may_write`.
    """

    name: str
    may_write: tuple[str, ...] = ()
    may_read: tuple[str, ...] = ()
    may_not_write: tuple[str, ...] = ()

    def may_publish(self, topic: str) -> bool:
        """Whether it may publish to a topic; its will obeys the same rule."""
        is_denied = any(matches(denied, topic) for denied in self.may_not_write)
        return not is_denied and any(matches(allowed, topic) for allowed in self.may_write)

    def may_subscribe(self, topic_filter: str) -> bool:
        """Whether one of its filters lets it read everything that `topic_filter` would bring."""
        return any(covers(allowed, topic_filter) for allowed in self.may_read)


def web_client_id() -> str:
    """A client id for the web in an open lab, new at each call."""
    return _WEB_CLIENT_ID + secrets.token_hex(4)


def is_service(client_id: str) -> bool:
    """Whether a client id is that of a service of the lab. In an open lab any client of the machine may claim that."""
    return client_id in SERVICE_CLIENT_IDS or client_id.startswith(_WEB_CLIENT_ID)


def service_account(name: str) -> Account:
    """The account of a service of the lab. Raises KeyError for a name that is none."""
    return _SERVICE_ACCOUNTS[name]


def device_account(role: str, sessions: Sequence[str] = ()) -> Account:
    """The account of a device: it publishes under its own role, in `sessions`, or in all. Raises TopicError.

    Home Assistant reads what every device says, so only an account of all sessions can be its.
    """
    check_role(role)
    levels = [check_session(session) for session in sessions] or ["+"]
    own = [topic for level in levels for topic in (f"chat/{level}/{role}", f"status/{level}/{role}")]
    described = [discovery_topic(level, role) for level in levels]
    addressed = [topic for level in levels for topic in to_topics(level, role)]
    reads = (*_trees(sessions), *addressed, rejected_topic(role), BRIDGE_STATUS)
    if sessions:
        return Account(role, may_write=(*own, *described), may_read=reads)
    return Account(role, may_write=(*own, *described, DISCOVERY_STATUS), may_read=(*reads, DISCOVERY_TREE))


def _trees(sessions: Sequence[str]) -> tuple[str, ...]:
    """The filters of these sessions, or of all sessions."""
    if not sessions:
        return CHAT_TREE, _LOG_TREE, _STATUS_TREE
    return tuple(one for session in sessions for one in (f"chat/{session}/#", f"log/{session}", f"status/{session}/#"))


def matches(topic_filter: str, topic: str) -> bool:
    """Whether a subscription to `topic_filter` would bring what is published to `topic` (section 4.7)."""
    return not has_wildcard(topic) and covers(topic_filter, topic)


def has_wildcard(topic_filter: str) -> bool:
    """Whether a filter may match more than one topic (section 4.7.1). One without a wildcard matches its own text."""
    return "+" in topic_filter or "#" in topic_filter


def covers(allowed: str, wanted: str) -> bool:
    """Whether every topic that the filter `wanted` matches is matched by the filter `allowed`.

    A topic is a filter that matches itself alone. A filter that begins with a wildcard matches no topic that begins
    with `$` (section 4.7.2), so `$SYS/#` and `$share/...` are covered only by filters that name them.
    """
    if wanted.startswith("$") and allowed[:1] in ("+", "#"):
        return False
    return _levels_cover(_levels(allowed), _levels(wanted))


def _levels(topic_filter: str) -> list[str]:
    # No topic is empty, so # matches just what +/# does, and /# what /+/# does. Elsewhere # also matches its parent.
    return {"#": ["+", "#"], "/#": ["", "+", "#"]}.get(topic_filter) or topic_filter.split("/")


def _levels_cover(allowed: Sequence[str], wanted: Sequence[str]) -> bool:
    for place, level in enumerate(allowed):
        if level == "#":
            return True  # also the level above it (section 4.7.1.2), where `wanted` may end
        if place == len(wanted) or wanted[place] == "#" or level not in ("+", wanted[place]):
            return False
    return len(wanted) == len(allowed)


def _services(accounts: Iterable[Account]) -> dict[str, Account]:
    return {account.name: account for account in accounts}


_SERVICE_ACCOUNTS = _services(
    (
        Account(INTAKE, may_write=(_LAB_TREE,), may_read=(CHAT_TREE, _LAB_TREE)),
        # chat/#: to make a broker forget what somebody had retained there.
        Account(
            RELAY, may_write=(_LOG_TREE, TO_TREE, _LAB_TREE, CHAT_TREE), may_read=(CHAT_TREE, _STATUS_TREE, _LAB_TREE)
        ),
        # chat/#: the wire page sends to topics that the lab refuses, so that its refusal can be seen.
        Account(
            WEB,
            may_write=(CHAT_TREE, "status/+/+", REQUEST_FILTER, WEB_PROBE),
            may_read=(CHAT_TREE, _LOG_TREE, TO_TREE, _STATUS_TREE, _LAB_TREE),
            may_not_write=(LOOPBACK_PROBE, LAG_PROBE),  # the bridge's own: what it measures is not to be forged
        ),
        Account(HEALTH, may_read=(BRIDGE_STATUS,)),
        *(Account(name, may_write=(CHAT_TREE,), may_not_write=(LOOPBACK_PROBE, LAG_PROBE)) for name in FAULT_SENDERS),
    )
)
