"""Who may connect to the broker of an open lab, and what they may do there."""

import hmac
from dataclasses import dataclass, field

from amqtt.session import Session


@dataclass(frozen=True, slots=True)
class OpenAccess:
    """Every client may connect and use every topic; with `username` only that user (LAB_MQTT_USERNAME)."""

    username: str = ""
    password: str = field(default="", repr=False)

    def admit(self, asked: Session) -> bool:
        """Whether a client may connect. Compares in constant time."""
        if not self.username:
            return True
        same_name = _equals(self.username, asked.username or "")
        same_password = _equals(self.password, asked.password or "")
        return same_name and same_password

    def still_admits(self, session: Session) -> bool:
        """Whether a session may still be served."""
        del session
        return True

    def account(self, session: Session) -> str:
        """The name of a client's account: there is none."""
        del session
        return ""

    def may_publish(self, session: Session, topic: str) -> bool:
        """Whether a client may publish to a topic."""
        del session, topic
        return True

    def may_subscribe(self, session: Session, topic_filter: str) -> bool:
        """Whether a client may read everything that a filter would bring."""
        del session, topic_filter
        return True


def _equals(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode("utf-8", "surrogatepass"), given.encode("utf-8", "surrogatepass"))
