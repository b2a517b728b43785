"""What the page of an error says, in the reader's language. Programs get the reasons of docs/protocol.md instead."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

_BY_REASON: Mapping[str, Callable[[], tuple[str, str]]] = {
    "bad-session": lambda: (
        _("This is no name of a session"),
        _("A session's name has 1 to 48 small letters, digits, dashes and underscores; a letter or digit is first."),
    ),
    "bad-role": lambda: (
        _("This is no role"),
        _("A role has 1 to 32 letters, digits, dashes and underscores, without accents or spaces."),
    ),
    "reserved-role": lambda: (_("This role is the lab's own"), _("Choose another one.")),
    "teacher-only": lambda: (_("This is for the teacher"), _("The teacher's code is needed here.")),
    "teacher-role": lambda: (_("This is the teacher's role"), _("Choose another one.")),
    "role-taken": lambda: (_("Somebody else has this role"), _("Choose another one.")),
    "device-role": lambda: (_("This role belongs to a device"), _("Choose another one.")),
    "frozen": lambda: (_("Only the teacher writes now"), _("Wait until the teacher goes on, and send it again.")),
    "muted": lambda: (_("The teacher has muted this role"), _("Ask the teacher to let you write again.")),
    "ended": lambda: (
        _("The lesson is over"),
        _("What was said is in the archive, where it can be read and downloaded."),
    ),
    "no-session": lambda: (
        _("There is no such session"),
        _("It may have been archived or deleted. All sessions are one tap away."),
    ),
    "too-many-sessions": lambda: (
        _("There are too many sessions"),
        _("Archive or delete one that is over, and begin again."),
    ),
    "too-fast": lambda: (_("Too much at once"), _("Wait a few seconds, and try again.")),
    "too-large": lambda: (_("The message is too large"), _("Send it in smaller parts.")),
    "broker-unavailable": lambda: (_("The lab is not complete now"), _("Nothing was sent. Try again in a moment.")),
    "bridge-unavailable": lambda: (_("The lab is not complete now"), _("Nothing was changed. Try again in a moment.")),
}

_BY_STATUS: Mapping[int, Callable[[], tuple[str, str]]] = {
    400: lambda: (_("The lab does not understand this"), _("Look at the address again, or begin with all sessions.")),
    401: lambda: (_("This lab is for its class"), _("Give the code of the class, and try again.")),
    403: lambda: (_("The lab does not allow this"), _("Go back, and begin with all sessions.")),
    404: lambda: (_("There is no such page"), _("Look at the address again, or begin with all sessions.")),
    405: lambda: (_("This page does not take that"), _("Go back, and begin with all sessions.")),
    409: lambda: (_("This does not go together with what is there"), _("Go back, and look at it again.")),
    413: lambda: (_("The message is too large"), _("Send it in smaller parts.")),
    429: lambda: (_("Too much at once"), _("Wait a few seconds, and try again.")),
    500: lambda: (_("The lab could not do this"), _("Its console says why. Try again in a moment.")),
    503: lambda: (_("The lab is not complete now"), _("Nothing was sent. Try again in a moment.")),
}


def error_text(reason: str, status: int) -> tuple[str, str]:
    """Title and advice for an error, by its reason, or else by its status (RFC 9110, section 15.5: an unknown status
    counts as the first of its class)."""
    found = _BY_REASON.get(reason) or _BY_STATUS.get(status) or _BY_STATUS[400 if status < 500 else 500]
    return found()
