"""The errors of the domain, one tree. Every one carries a `reason`, a word that programs may compare.

LabError
├── Refused            a message that the lab does not take
│   ├── TopicError     its topic
│   └── PayloadError   its payload
├── RecordError        a line that is no record
├── SessionLogError    a log that can't be opened, read or written
└── SettingsError      a bad value in the environment or in .env
"""


class LabError(Exception):
    """Base of all errors of this project. `reason` is for programs, `detail` for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Refused(LabError):  # noqa: N818 - a refusal is an outcome, not an accident
    """A message that the lab does not take."""


class TopicError(Refused):
    """A topic that is not of the form `chat/<session>/<role>`, or whose names are not allowed."""


class PayloadError(Refused):
    """A payload that is no message."""


class RecordError(LabError):
    """A line that is no record."""


class SessionLogError(LabError):
    """A session's log that can't be opened, read or written."""


class SettingsError(LabError):
    """A setting with a bad value; `detail` begins with the name of the key."""
