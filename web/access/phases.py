"""Whether a person may write in a session now: its phase, and whether it is over."""

from dataclasses import replace
from pathlib import Path

from chat.errors import LabError, TopicError
from chat.history import History, archived_names
from chat.session_state import SessionState
from chat.topic import ChatTopic
from web.access.person import Person, Right


def check_writable(logs: Path, person: Person, session: str) -> None:
    """Check that a session takes a message of a person. Raises LabError: `ended` when it is over, for everybody;
    `frozen` in the phases `lobby` and `frozen`, for pupils. In an open lab everybody is a teacher: there is no code
    that would tell."""
    state = state_of(logs, session)
    if state.phase == "ended":
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


def state_of(logs: Path, session: str) -> SessionState:
    """The state of a session as pages learn it: one that is archived is `ended` until it is created again."""
    state = History.of(logs, session).state()
    is_over = not (logs / session).is_dir() and archived_as(logs, session) != ""
    return replace(state, phase="ended") if is_over else state


def archived_as(logs: Path, session: str) -> str:
    """The name of the newest archived session that had this name; empty when there is none."""
    return max((name for name, was in archived_names(logs) if was == session), default="")
