"""Whether a person may write in a session now: its phase, and whether it is over."""

from pathlib import Path

from chat.errors import LabError, TopicError
from chat.history import History, archived_names
from chat.topic import ChatTopic
from web.access.person import Person, Right


def check_writable(logs: Path, person: Person, session: str) -> None:
    """Check that a session takes a message of a person. Raises LabError: `ended` when it is over, for everybody;
    `frozen` in the phases `lobby` and `frozen`, for pupils. In an open lab everybody is a teacher: there is no code
    that would tell."""
    state = History.of(logs, session).state()
    if state.phase == "ended" or _is_archived(logs, session):
        raise LabError("ended", f"the session {session!r} is over; create it again to begin a new one with its name")
    if state.phase in ("lobby", "frozen") and person.right < Right.TEACHER:
        raise LabError("frozen", "only the teacher writes now")


def check_topic_writable(logs: Path, person: Person, topic: str) -> None:
    """The same for the session of a topic. A topic that the lab refuses has none. Raises LabError."""
    try:
        session = ChatTopic.parse(topic).session
    except TopicError:
        return
    check_writable(logs, person, session)


def _is_archived(logs: Path, session: str) -> bool:
    return not (logs / session).is_dir() and session in {name for _, name in archived_names(logs)}
