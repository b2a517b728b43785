"""Says on the console that messages wait to be logged, why, and when they are. No network here.

Their senders get no acknowledgement meanwhile, so without a word the lab would look dead to them.
"""

import logging

from broker.embedded.bridge_session import Backlog
from broker.embedded.console import Console
from broker.limits import UNLOGGED_ALARM

_AWAY = "The bridge is not connected; `python lab.py` starts it again"
_CONNECTED = "The bridge is connected and logs nothing; its own lines say why (a full disk, for example)"

_log = logging.getLogger(__name__)


class BacklogAlarm:
    """Is told of the backlog every second or so."""

    def __init__(self, console: Console, seconds: float = UNLOGGED_ALARM) -> None:
        self._console = console
        self._seconds = seconds
        self._longest = 0.0

    def check(self, backlog: Backlog, *, is_bridge_connected: bool) -> None:
        """Print a line, at most one a minute, while the oldest message waits too long; and one when that has ended.

        A bridge that logs what has waited is given the time for it.
        """
        if backlog.seconds >= self._seconds:
            self._longest = max(self._longest, backlog.seconds)
            if not is_bridge_connected:
                self._warn(backlog, _AWAY)
            elif backlog.idle >= self._seconds:
                self._warn(backlog, _CONNECTED)
        elif self._longest:
            _log.warning("the messages that waited are logged now; the first had waited %.0f s", self._longest)
            self._longest = 0.0

    def _warn(self, backlog: Backlog, reason: str) -> None:
        self._console.warn(f"backlog: {reason}", _text(backlog, reason))


def _text(backlog: Backlog, reason: str) -> str:
    waiting = f"{backlog.messages} messages wait for the log, the first for {backlog.seconds:.0f} s"
    return f"{waiting}, and their senders for an acknowledgement; nothing is lost. {reason}"
