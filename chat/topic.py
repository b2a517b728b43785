"""Names and topics: which sessions and roles are valid, and what is published where.

A session names a folder, so its alphabet is what Windows, macOS and Linux agree on.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from chat.errors import TopicError

CHAT_FILTER = "chat/+/+"
CHAT_TREE = "chat/#"
LOG_FILTER = "log/+"
STATUS_FILTER = "status/+/+"
TO_TREE = "to/#"
REJECTED = "lab/rejected"
"""Every refusal. What one role sent is told on `lab/rejected/<role>` too, which its devices may read."""

BRIDGE_STATUS = "lab/bridge"
SYNCED = "lab/synced"
LOOPBACK_PROBE = "chat/lab/bridge"
WEB_PROBE = "lab/web"
LAG_PROBE = "chat/pulse/bridge"
"""Both within the tree that the bridge subscribes to, under a role that nobody may use."""

REQUEST_FILTER = "lab/request/+"
RESPONSE_FILTER = "lab/response/+"

DISCOVERY_TREE = "homeassistant/#"
"""Where devices describe themselves for Home Assistant, and where it says that it is there."""

DISCOVERY_STATUS = "homeassistant/status"

ONLINE = "online"
OFFLINE = "offline"

LAB_ROLE = "lab"
RESERVED_ROLES = frozenset({LAB_ROLE, "bridge"})

MAX_CHAT_TOPIC = len("chat/") + 48 + len("/") + 32
"""Characters of the longest topic that a message may have. Longer ones are refused before they are remembered."""

_SESSION = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
_ROLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
# Names that Windows keeps for devices, in any folder: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})


def check_session(name: str) -> str:
    """Return `name` if it may name a session. Raises TopicError (`bad-session`)."""
    if not _SESSION.fullmatch(name):
        raise TopicError("bad-session", f"{name[:60]!r}: a session is 1 to 48 of a-z 0-9 _ -, beginning with a-z 0-9")
    if name in _DEVICE_NAMES:
        raise TopicError("bad-session", f"{name!r} is the name of a device on Windows, where it can't name a folder")
    return name


def check_role(name: str) -> str:
    """Return `name` if a participant may use it. Raises TopicError (`bad-role`, `reserved-role`)."""
    if not _ROLE.fullmatch(name):
        raise TopicError(
            "bad-role", f"{name[:60]!r}: a role is 1 to 32 of A-Z a-z 0-9 _ -, beginning with a letter or digit"
        )
    if name.lower() in RESERVED_ROLES:
        raise TopicError("reserved-role", f"{name!r} is kept for the lab itself")
    return name


@dataclass(frozen=True, slots=True)
class ChatTopic:
    """Where a participant publishes: `chat/<session>/<role>`. Valid when it exists."""

    session: str
    role: str

    def __post_init__(self) -> None:
        """Check both names. Raises TopicError."""
        check_session(self.session)
        check_role(self.role)

    @classmethod
    @lru_cache(maxsize=4096)  # a session's topics come again and again: 0.1 instead of 6 microseconds
    def parse(cls, topic: str) -> Self:
        """Read `chat/<session>/<role>`. Raises TopicError (`bad-topic`, `bad-session`, `bad-role`, `reserved-role`)."""
        match topic.split("/", 4):
            case ["chat", session, role]:
                return cls(session, role)
        raise TopicError("bad-topic", f"{topic[:120]!r} is not chat/<session>/<role>")

    def __str__(self) -> str:
        return f"chat/{self.session}/{self.role}"


def log_topic(session: str) -> str:
    """Where the bridge publishes the records of a session."""
    return f"log/{session}"


def to_topics(session: str, role: str) -> tuple[str, ...]:
    """Where the bridge publishes a record that addresses a role: under the role as it is spelled and, when that has
    capital letters, in small letters too. A device that subscribes to its role in small letters gets every spelling."""
    spelled, small = f"to/{session}/{role}", f"to/{session}/{role.lower()}"
    return (spelled,) if spelled == small else (spelled, small)


def confirmation_topic(session: str, role: str) -> str:
    """Where the bridge tells a sender, which asked for it, that its message is logged."""
    return f"to/{session}/{role.lower()}"


def discovery_topic(session: str, role: str) -> str:
    """Where a device describes itself for Home Assistant, retained; `session` may be `+`."""
    return f"homeassistant/device/{session}/{role}/config"


def rejected_topic(role: str) -> str:
    """Where the refusals of what a role sent are told. Raises TopicError."""
    return f"{REJECTED}/{check_role(role)}"


def rejected_topics(topic: str) -> list[str]:
    """Where the refusal of a message to `topic` is told: to the lab's services, and to the role that the third level
    of the topic names, if it is a valid one."""
    levels = topic.split("/", 3)
    try:
        return [REJECTED, rejected_topic(levels[2])]
    except (IndexError, TopicError):
        return [REJECTED]


def status_topic(session: str, role: str) -> str:
    """Where a participant says, retained, whether it is there."""
    return f"status/{session}/{role}"


def parse_status(topic: str) -> tuple[str, str]:
    """Session and role of `status/<session>/<role>`. Raises TopicError."""
    match topic.split("/"):
        case ["status", session, role]:
            return check_session(session), check_role(role)
    raise TopicError("bad-topic", f"{topic[:120]!r} is not status/<session>/<role>")


def request_topic(what: str) -> str:
    """Where the web asks the bridge for something."""
    return f"lab/request/{what}"


def response_topic(what: str) -> str:
    """Where the bridge answers a request."""
    return f"lab/response/{what}"


def last_level(topic: str) -> str:
    """The last level of a topic: the session of `log/<session>`, the word of `lab/request/<what>`."""
    return topic.rsplit("/", 1)[-1]
