"""Commands: a device obeys somebody else, tells the state that it then has, and answers what it does not know."""

from collections.abc import Iterator

from chat.addressing import named_first
from chat.record import Record
from web.lessons.evidence import Evidence, milliseconds
from web.lessons.verdict import Verdict, missing, passed

PATIENCE_MS = 8_000.0
"""Within which a device answers, as the devices page waits."""


def obeys(evidence: Evidence) -> Verdict:
    """Somebody's command is followed by data of the device."""
    commands = list(_commands(evidence))
    for place, device, _ in commands:
        answer = _answer(evidence, place, device)
        if answer is not None and answer.data:
            return passed(answer.seq)
    return missing("no-answer", commands[-1][0] + 1) if commands else missing("no-command")


def both_ways(evidence: Evidence) -> Verdict:
    """Two commands after which one truth value of the device differs: on, and off again."""
    told: dict[tuple[str, str], bool] = {}
    answered = False
    for place, device, _ in _commands(evidence):
        answer = _answer(evidence, place, device)
        for key, state in _truths(answer):
            answered = True
            if told.setdefault((device, key), state) != state and answer is not None:
                return passed(answer.seq)
    return missing("one-way") if answered else missing("no-state")


def unknown(evidence: Evidence) -> Verdict:
    """A word that is none of the described commands gets a text as its answer."""
    near = 0
    for place, device, word in _commands(evidence):
        description = evidence.descriptions().get(device)
        known = {command.word.lower() for command in description.commands} if description else set()
        known |= {"describe", "descreve"}
        if description is None or word.split(" ")[0].lower() in known or word.lower() in known:
            continue
        near = evidence.records[place].seq
        answer = _answer(evidence, place, device)
        if answer is not None and answer.text:
            return passed(answer.seq)
    return missing("unknown-unanswered", near) if near else missing("no-unknown-command")


def describe(evidence: Evidence) -> Verdict:
    """The device answers `describe` with its description."""
    near = 0
    for place, device, word in _commands(evidence):
        if word.lower() not in ("describe", "descreve"):
            continue
        near = evidence.records[place].seq
        answer = _answer(evidence, place, device)
        if answer is not None and isinstance(answer.data, dict) and "device" in answer.data:
            return passed(answer.seq)
    return missing("no-description-back", near) if near else missing("not-asked")


def _commands(evidence: Evidence) -> Iterator[tuple[int, str, str]]:
    """What others said to an own device: its place among the records, the device's role, the command."""
    for place, record in enumerate(evidence.records):
        to = record.to or named_first(record.text)
        if record.event or not to or not evidence.is_own(to) or record.role.lower() == to.lower():
            continue
        yield place, to.lower(), _word(record, to)


def _word(record: Record, to: str) -> str:
    text = record.text.lstrip()
    if text.lower().startswith(f"@{to.lower()}"):
        text = text[len(to) + 1 :]
    return text.strip(" \t\r\n,:;.!")


def _answer(evidence: Evidence, place: int, device: str) -> Record | None:
    """The device's first record within PATIENCE_MS of a command."""
    begun = milliseconds(evidence.records[place])
    for record in evidence.records[place + 1 :]:
        if milliseconds(record) - begun > PATIENCE_MS:
            return None
        if record.role.lower() == device and not record.event:
            return record
    return None


def _truths(answer: Record | None) -> Iterator[tuple[str, bool]]:
    data = answer.data if answer is not None and isinstance(answer.data, dict) else {}
    yield from ((key, value) for key, value in data.items() if isinstance(value, bool))
