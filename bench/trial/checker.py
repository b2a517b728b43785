"""Compares the log files and what the viewers saw with what the senders know."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import orjson

from bench.trial.senders import Sender
from chat.history import History

SenderKey = tuple[str, str]


@dataclass(frozen=True)
class Seen:
    """The part of a record that is compared."""

    seq: int
    role: str
    text: str


@dataclass
class Tally:
    """What was counted. `twice` are messages without an `id` that were logged as often as their sender sent them."""

    sent: int = 0
    acknowledged: int = 0
    logged: int = 0
    lost: int = 0
    lost_with_id: int = 0
    doubled: int = 0
    twice: int = 0
    reordered: int = 0
    holes: int = 0
    diverged: int = 0
    gaps: int = 0
    problems: list[str] = field(default_factory=list)


def records(folder: Path) -> Iterator[Seen]:
    """Every record of a session, those of the lab included."""
    for line in History(folder).all():
        document = orjson.loads(line)
        yield Seen(document["seq"], document["role"], document.get("text") or document.get("event", ""))


def check(logs: Path, senders: Iterable[Sender], saw: Iterable[tuple[str, list[Seen]]]) -> Tally:
    """Compare and count. `saw` is, for each viewer, its session and the records that it applied, in that order."""
    tally = Tally()
    senders = list(senders)
    truth = {session: list(records(logs / session)) for session in {sender.session for sender in senders}}
    numbers: dict[SenderKey, list[int]] = defaultdict(list)
    for session, seen in truth.items():
        _check_seqs(session, seen, tally)
        for one in seen:
            if one.role != "lab" and one.text.isdigit():
                numbers[session, one.role].append(int(one.text))
    for sender in senders:
        _check_sender(sender, numbers[sender.session, sender.role], tally)
    for session, viewed in saw:
        _check_viewer(session, viewed, truth, tally)
    return tally


def _check_seqs(session: str, seen: list[Seen], tally: Tally) -> None:
    tally.gaps += sum(one.role == "lab" and one.text == "gap" for one in seen)
    if [one.seq for one in seen] != list(range(1, len(seen) + 1)):
        tally.holes += 1
        tally.problems.append(f"{session}: seq is not 1, 2, 3 ... {len(seen)}")


def _check_sender(sender: Sender, logged: list[int], tally: Tally) -> None:
    once = set(logged)
    lost = sender.acknowledged - once
    repeated = {number for number in once if logged.count(number) > 1} if len(once) < len(logged) else set()
    excused = repeated & sender.sent_again if not sender.has_id else set()
    firsts = list(dict.fromkeys(logged))
    tally.sent += sender.sent
    tally.acknowledged += len(sender.acknowledged)
    tally.logged += len(once)
    tally.lost += len(lost)
    tally.lost_with_id += len(lost) if sender.has_id else 0
    tally.doubled += len(repeated - excused)
    tally.twice += len(excused)
    tally.reordered += sum(later < earlier for earlier, later in pairwise(firsts))
    if lost or repeated - excused:
        told = f"lost {sorted(lost)[:5]}, doubled {sorted(repeated - excused)[:5]}"
        tally.problems.append(f"{sender.session}/{sender.role} (QoS {sender.qos}, id {sender.has_id}): {told}")


def _check_viewer(session: str, viewed: list[Seen], truth: Mapping[str, list[Seen]], tally: Tally) -> None:
    expected = truth.get(session, [])
    if viewed != expected:
        tally.diverged += 1
        tally.problems.append(f"a viewer of {session} has {len(viewed)} records, the log {len(expected)}")
