"""The errors of the domain, in one tree. Each has a `reason`, a word that programs can compare.

LabError
├── Refused            a message that the lab refuses
│   ├── TopicError     for its topic
│   └── PayloadError   for its payload
├── RecordError        a line that is not a record
├── DescriptionError   a part of a device's description that is none
├── SessionLogError    a log that can't be opened, read or written
├── RoleInUseError     an account for a role that is in use (chat/role_use.py)
└── SettingsError      settings, or a file that they name, that can't be used
"""


class LabError(Exception):
    """Base of all errors of this project. `reason` is for programs, `detail` for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Refused(LabError):  # noqa: N818 - a refusal is an outcome, not an accident
    """A message that the lab refuses; `reason` is one of those in docs/protocol.md."""


class TopicError(Refused):
    """A topic that is not of the form `chat/<session>/<role>`, or whose names are not allowed."""


class PayloadError(Refused):
    """A payload that is not a message."""


class RecordError(LabError):
    """A line that is not a record, or a record that can't be written as a line."""


class DescriptionError(LabError):
    """A description of a device, or an entry of it, that breaks the rule of docs/protocol.md."""


class SessionLogError(LabError):
    """A session's log that can't be opened, read or written."""


class SettingsError(LabError):
    """Settings that can't be used: `detail` begins with the name of the key or of the file."""
