"""The names of docs/protocol.md: which sessions and roles there may be, and the topics of a participant."""

import re

_SESSION = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
_ROLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_RESERVED = frozenset({"lab", "bridge"})
# A session names a folder, also on Windows, which keeps these names for devices of its own.
_WINDOWS_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})


class BadNameError(ValueError):
    """A session or a role that the lab would refuse."""


def check_session(name: str) -> str:
    """Return `name` if it may name a session. Raises BadNameError."""
    if not _SESSION.fullmatch(name) or name in _WINDOWS_NAMES:
        raise BadNameError(
            f"session {name[:60]!r}: 1 to 48 of a-z 0-9 _ -, beginning with a-z 0-9, and no device name of Windows"
        )
    return name


def check_role(name: str) -> str:
    """Return `name` if a participant may use it. Raises BadNameError."""
    if not _ROLE.fullmatch(name):
        raise BadNameError(f"role {name[:60]!r}: 1 to 32 of A-Z a-z 0-9 _ -, beginning with a letter or digit")
    if name.lower() in _RESERVED:
        raise BadNameError(f"role {name!r} is kept for the lab itself")
    return name


def chat_topic(session: str, role: str) -> str:
    """Where a participant publishes what it says."""
    return f"chat/{session}/{role}"


def log_topic(session: str) -> str:
    """Where the records of a session come out."""
    return f"log/{session}"


def to_topic(session: str, role: str) -> str:
    """Where the records that address a role come out, in whichever case they spell it."""
    return f"to/{session}/{role.lower()}"


def rejected_topic(role: str) -> str:
    """Where the refusals of what a role sent are told."""
    return f"lab/rejected/{role}"


def status_topic(session: str, role: str) -> str:
    """Where a participant says, retained, whether it is there."""
    return f"status/{session}/{role}"
