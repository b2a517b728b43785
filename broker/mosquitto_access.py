"""mosquitto's password file and access list, kept equal to the credentials while mosquitto runs.

Seen with mosquitto 2.0.11, and held by tests: it checks the password before it touches a session; a publish, or a will,
that the list refuses is acknowledged and dropped; the list is not asked at SUBSCRIBE but before each delivery, so a
filter that is too wide is granted and brings nothing more; `topic deny` outweighs every other line of its user, and
denies reading as well; on SIGHUP it reads both files again and ends the connections of users who are gone, without
their wills, for what they were allowed is forgotten by then. `pattern` lines would hold for every user, so each user
has lines of its own.
"""

from pathlib import Path

from chat.access import Account
from chat.credentials import Credentials, CredentialsFile
from chat.private_file import write_private
from chat.secret import hash_password

PASSWORDS, ACCESS_LIST = "passwords", "access-list"


class AccessFiles:
    """Both files, in the broker's folder."""

    def __init__(self, file: CredentialsFile, folder: Path) -> None:
        self._file = file
        self._folder = folder
        self._written: Credentials | None = None

    def update(self) -> bool:
        """Write them if the credentials have changed. Says whether they had. Raises OSError."""
        now = self._file.current()
        if now is self._written:
            return False
        write_private(self._folder / PASSWORDS, passwords(now))
        write_private(self._folder / ACCESS_LIST, access_list(now))
        self._written = now
        return True


def passwords(credentials: Credentials) -> str:
    """The password file."""
    services = {name: hash_password(password) for name, password in credentials.services.items()}
    devices = {role: device.password for role, device in credentials.devices.items()}
    return "".join(f"{name}:{hashed}\n" for name, hashed in {**services, **devices}.items())


def access_list(credentials: Credentials) -> str:
    """The access list. A user without a line in it may do nothing."""
    return "\n".join(_lines(account) for account in credentials.accounts().values())


def _lines(account: Account) -> str:
    deny = "".join(f"topic deny {topic}\n" for topic in account.may_not_write)
    write = "".join(f"topic write {topic}\n" for topic in account.may_write)
    read = "".join(f"topic read {topic}\n" for topic in account.may_read)
    return f"user {account.name}\n{deny}{write}{read}"
