"""Who may connect to the broker of a closed lab, and what each account may do, as the credentials file says now."""

import hmac
import logging
from collections import Counter
from dataclasses import dataclass, field

from amqtt.session import Session

from chat.access import FAULT_SENDERS, SERVICES, Account
from chat.credentials import Credentials, CredentialsFile
from chat.secret import is_password

_ENTRY = "lab.entry"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """An account and its secret: the hash of a device's password, or a service's password."""

    account: Account
    secret: str = field(repr=False)

    def opens_with(self, password: str) -> bool:
        """Whether this is its password. In constant time."""
        if self.account.name in SERVICES or self.account.name in FAULT_SENDERS:
            return hmac.compare_digest(password.encode("utf-8", "surrogatepass"), self.secret.encode())
        return is_password(password, self.secret)


class AccessControl:
    """Asked at every CONNECT, PUBLISH and SUBSCRIBE of a closed lab."""

    def __init__(self, file: CredentialsFile) -> None:
        self._file = file
        self._read = file.current()
        self._entries = _entries(self._read)
        self._refused: Counter[str] = Counter()

    def admit(self, asked: Session) -> bool:
        """Whether a client has an account and its password. It gets the account's name as its client id, whatever it
        asked for, so that nobody takes over another's MQTT session."""
        entry = self._entries.get(asked.username or "")
        if entry is None or not entry.opens_with(asked.password or ""):
            return False
        asked.client_id = entry.account.name
        asked.attributes[_ENTRY] = entry
        return True

    def still_admits(self, session: Session) -> bool:
        """Whether what let a session in has not changed since."""
        entry = _entry_of(session)
        return self._entries.get(entry.account.name) == entry

    def account(self, session: Session) -> str:
        """The name of a client's account."""
        return _entry_of(session).account.name

    def may_publish(self, session: Session, topic: str) -> bool:
        """Whether a client may publish to a topic. MQTT 3.1.1 has no negative answer (section 3.3.5): the message is
        acknowledged and dropped. The first ones of an account are in the log."""
        account = _entry_of(session).account
        allowed = account.may_publish(topic)
        if not allowed:
            self._log_refused(account.name, topic)
        return allowed

    def may_subscribe(self, session: Session, topic_filter: str) -> bool:
        """Whether a client may read everything that a filter would bring."""
        return _entry_of(session).account.may_subscribe(topic_filter)

    def reload(self) -> list[str]:
        """Re-read the file if it has changed. Returns the names of accounts that were removed or changed."""
        now = self._file.current()
        if now is self._read:
            return []
        before, self._read, self._entries = self._entries, now, _entries(now)
        return [name for name, entry in before.items() if self._entries.get(name) != entry]

    def _log_refused(self, name: str, topic: str) -> None:
        self._refused[name] += 1
        if self._refused[name] in (1, 10, 100) or self._refused[name] % 1000 == 0:
            _log.warning("%s may not publish to %s: dropped (%d so far)", name, topic[:100], self._refused[name])


def renew_entry(session: Session, asked: Session) -> None:
    """Give a session that continues the entry with which its client authenticated this time."""
    if _ENTRY in asked.attributes:
        session.attributes[_ENTRY] = asked.attributes[_ENTRY]


def _entry_of(session: Session) -> Entry:
    entry: Entry = session.attributes[_ENTRY]
    return entry


def _entries(credentials: Credentials) -> dict[str, Entry]:
    secrets = {**credentials.services, **{role: device.password for role, device in credentials.devices.items()}}
    return {name: Entry(account, secrets[name]) for name, account in credentials.accounts().items()}
