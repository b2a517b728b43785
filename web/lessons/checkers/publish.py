"""Publish by hand: a text, a text with an id, a value, a message for somebody."""

from web.lessons.evidence import Evidence, is_reply, is_typed
from web.lessons.verdict import Verdict, missing, passed


def plain(evidence: Evidence) -> Verdict:
    """A payload that is text alone. The conversation's own messages have an id, so none of them is one."""
    typed = 0
    for record in evidence.own:
        if record.text and not record.id and not record.data and not record.to:
            return passed(record.seq)
        typed = record.seq if is_typed(record) else typed
    return missing("typed-only", typed) if typed else missing("nothing-published")


def with_id(evidence: Evidence) -> Verdict:
    """A JSON payload whose id its sender chose: it begins with the own role and a dash."""
    wanted = f"{evidence.role.lower()}-"
    other = 0
    for record in evidence.own:
        if record.text and record.id.lower().startswith(wanted) and len(record.id) > len(wanted):
            return passed(record.seq)
        other = record.seq if record.id and not is_typed(record) else other
    return missing("other-id", other, wanted=f"{wanted}1") if other else missing("no-id", wanted=f"{wanted}1")


def value(evidence: Evidence) -> Verdict:
    """A number under the name `temperature`."""
    near = 0
    for record, numbers in evidence.readings:
        if type(numbers.get("temperature")) in (int, float):
            return passed(record.seq)
        near = record.seq
    return missing("other-value", near) if near else missing("no-value")


def addressed(evidence: Evidence) -> Verdict:
    """A message for another role by its `to`, not by an `@` in its text."""
    near = 0
    for record in evidence.own:
        if is_reply(record) or is_typed(record) or evidence.is_own(record.to or record.role):
            continue
        if not record.text.lstrip().startswith("@"):
            return passed(record.seq)
        near = record.seq
    return missing("by-mention", near) if near else missing("no-to")
