"""The lab under attack: real services, and what must hold after every attack."""

import itertools
import re
from dataclasses import dataclass, field

import psutil
import requests

from chat.history import History
from chat.record import Record
from tests.support.services import Lab
from tests.support.waiting import wait_until

SESSION = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
OWN_FILES = {".bridge.lock", ".bridge.state", ".bridge.journal.1", ".bridge.journal.2", ".archive"}
MOST_MEMORY = 300 * 1024 * 1024
"""Bytes by which a service may grow through all attacks of this folder together."""

_numbers = itertools.count(1)


@dataclass
class Target:
    """A running lab, and what its services held before the first attack."""

    lab: Lab
    before: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Broker, bridge and web, all well."""
        self.lab.start_all()
        self.check()
        self.before = self.memory()

    def check(self) -> None:
        """An ordinary message passes, everything that was started still runs, the logs are sound, memory is bounded."""
        assert [name for name, one in self.lab.services.items() if one.process and one.process.poll() is not None] == []
        self.lab.wait_until_well()
        self._pass_a_message()
        self._check_logs()
        for name, now in self.memory().items():
            assert now - self.before.get(name, now) < MOST_MEMORY, name

    def _pass_a_message(self) -> None:
        text = f"ordinary {next(_numbers)}"
        url = f"{self.lab.url}/api/sessions/ordinary/messages"
        answer = requests.post(url, json={"role": "usuario", "text": text}, timeout=10)
        assert answer.status_code == 202, answer.text

        def last() -> bool:
            return [one.get("text") for one in requests.get(url, timeout=10).json()["records"]][-1:] == [text]

        wait_until(last, seconds=30, what="an ordinary message passes")

    def _check_logs(self) -> None:
        names = {path.name for path in self.lab.logs.iterdir()}
        assert {name for name in names if not SESSION.fullmatch(name)} <= OWN_FILES

    def records(self, session: str) -> list[Record]:
        """A session's records, whose places are checked."""
        found = [Record.decode(line) for line in History(self.lab.logs / session).all()]
        assert [record.seq for record in found] == list(range(1, len(found) + 1))
        return found

    def memory(self) -> dict[str, int]:
        """Bytes in memory (RSS) of each service that runs."""
        alive = {name: one.process for name, one in self.lab.services.items() if one.process is not None}
        return {name: int(psutil.Process(process.pid).memory_info().rss) for name, process in alive.items()}
