"""Commands: a device obeys somebody else, tells the state that it then has, and answers what it does not know."""

from collections.abc import Iterator

from chat.record import Record
from web.lessons.evidence import Evidence, milliseconds
from web.lessons.verdict import Verdict, missing, passed

PATIENCE_MS = 8_000.0
"""Within which a device answers, as the devices page waits."""


def obeys(evidence: Evidence) -> Verdict:
    """Somebody's command is followed by data of the device."""
    for command, device in evidence.commands:
        answer = _answer(evidence, command, device)
        if answer is not None and answer.data:
            return passed(answer.seq)
    return missing("no-answer", evidence.commands[-1][0].seq) if evidence.commands else missing("no-command")


def both_ways(evidence: Evidence) -> Verdict:
    """Two commands after which one truth value of the device differs: on, and off again."""
    told: dict[tuple[str, str], bool] = {}
    answered = False
    for command, device in evidence.commands:
        answer = _answer(evidence, command, device)
        for key, state in _truths(answer):
            answered = True
            if told.setdefault((device, key), state) != state and answer is not None:
                return passed(answer.seq)
    return missing("one-way") if answered else missing("no-state")


def unknown(evidence: Evidence) -> Verdict:
    """A word that is none of the described commands gets a text as its answer."""
    near = 0
    for command, device in evidence.commands:
        word = _word(command, device)
        description = evidence.descriptions.get(device)
        known = {one.word.lower() for one in description.commands} if description else set()
        known |= {"describe", "descreve"}
        if description is None or word.split(" ")[0].lower() in known or word.lower() in known:
            continue
        near = command.seq
        answer = _answer(evidence, command, device)
        if answer is not None and answer.text:
            return passed(answer.seq)
    return missing("unknown-unanswered", near) if near else missing("no-unknown-command")


def describe(evidence: Evidence) -> Verdict:
    """The device answers `describe` with its description."""
    near = 0
    for command, device in evidence.commands:
        word = _word(command, device)
        if word.lower() not in ("describe", "descreve"):
            continue
        near = command.seq
        answer = _answer(evidence, command, device)
        if answer is not None and isinstance(answer.data, dict) and "device" in answer.data:
            return passed(answer.seq)
    return missing("no-description-back", near) if near else missing("not-asked")


def _word(record: Record, to: str) -> str:
    text = record.text.lstrip()
    if text.lower().startswith(f"@{to.lower()}"):
        text = text[len(to) + 1 :]
    return text.strip(" \t\r\n,:;.!")


def _answer(evidence: Evidence, command: Record, device: str) -> Record | None:
    """The device's first record behind a command, within PATIENCE_MS."""
    answer = evidence.transcript.next_of(device, command.seq)
    return answer if answer is not None and milliseconds(answer) - milliseconds(command) <= PATIENCE_MS else None


def _truths(answer: Record | None) -> Iterator[tuple[str, bool]]:
    data = answer.data if answer is not None and isinstance(answer.data, dict) else {}
    yield from ((key, value) for key, value in data.items() if isinstance(value, bool))
