"""`python -m bench.trial.device <port> <session> <role> <notes> <a second>`: a `Participant` that can be killed.

Says numbers, and notes in a file what it said and what it saw in the log; started again, it goes on behind its notes.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import TextIO

from bench.trial.senders import Sender
from devices.connection import Broker
from devices.outbox import OutboxFullError
from devices.participant import Participant
from devices.wire import Record


def main(arguments: list[str]) -> int:
    """Say things until SIGTERM; then wait until all that was said is logged."""
    port, session, role, notes, rate = arguments
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    number = sender_of(session, role, Path(notes)).sent
    with Path(notes).open("a", encoding="utf-8", buffering=1) as file:
        me = Participant(Broker("127.0.0.1", int(port)), session, role, on_logged=lambda one: _note(file, one))
        me.start()
        while not stopping.wait(1 / float(rate)):
            file.write(f"said {number}\n")  # before it is so: a number must not be used again after a kill
            try:
                me.say(str(number))
            except OutboxFullError:
                continue
            number += 1
        me.stop(60)
    return 0


def sender_of(session: str, role: str, notes: Path) -> Sender:
    """What a device knows, by its notes. What it had said and not yet seen when it was killed is nobody's promise."""
    sender = Sender(session, role, has_id=True)
    for line in notes.read_text().split("\n") if notes.exists() else ():
        match line.split():
            case ["said", number]:
                sender.sent = max(sender.sent, int(number) + 1)
            case ["logged", number]:
                sender.acknowledged.add(int(number))
    return sender


def _note(file: TextIO, record: Record) -> None:
    if "text" in record:
        file.write(f"logged {record['text']}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
