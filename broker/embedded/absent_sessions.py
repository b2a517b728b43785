"""MQTT sessions whose clients are away: bounded in number, because anybody can leave one under each client id."""

from collections.abc import Callable, Container

from amqtt.session import Session

from broker.limits import MAX_ABSENT_SESSIONS
from chat.access import SERVICE_CLIENT_IDS


class AbsentSessions:
    """The sessions in the order in which their clients left.

    A session of a client id in `exempt` is not counted, so it is never the one to forget.
    """

    def __init__(self, most: int = MAX_ABSENT_SESSIONS, exempt: Container[str] = SERVICE_CLIENT_IDS) -> None:
        self._most = most
        self._exempt = exempt
        # By the identity of each session: amqtt's sessions are equal when their client ids are, and have no hash.
        self._absent: dict[int, Session] = {}

    def __len__(self) -> int:
        return len(self._absent)

    def add(self, session: Session, is_subscribed: Callable[[Session], bool]) -> Session | None:
        """Note that a client has left its session. Returns the session to forget when there are too many now.

        That is the oldest without a subscription, which receives nothing; if all have one, the oldest.
        """
        if session.client_id in self._exempt:
            return None
        self._absent[id(session)] = session
        if len(self._absent) <= self._most:
            return None
        unsubscribed = (one for one in self._absent.values() if not is_subscribed(one))
        return next(unsubscribed, next(iter(self._absent.values())))

    def discard(self, session: Session) -> None:
        """The client is back, or the session has ended."""
        self._absent.pop(id(session), None)
