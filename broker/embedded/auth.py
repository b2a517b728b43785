"""Who may connect to the embedded broker."""

import hmac
from dataclasses import dataclass

from amqtt.contexts import BaseContext
from amqtt.plugins.base import BaseAuthPlugin
from amqtt.session import Session


class LabAuth(BaseAuthPlugin):
    """Anybody, or with LAB_MQTT_USERNAME that user alone.

    Never marks a session anonymous, which in amqtt means "forget it when its client leaves": the bridge is anonymous
    by default, and its session must stay.
    """

    @dataclass
    class Config:
        """The user who may connect; an empty name lets in anybody."""

        username: str = ""
        password: str = ""

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)

    async def authenticate(self, *, session: Session) -> bool | None:
        """Compare in constant time. True lets the client in."""
        expected: LabAuth.Config = self.config
        if not expected.username:
            return True
        same_name = hmac.compare_digest(expected.username.encode(), (session.username or "").encode())
        same_password = hmac.compare_digest(expected.password.encode(), (session.password or "").encode())
        return same_name and same_password
