"""Echoes answer, and fall silent."""

from hypothesis import given
from hypothesis import strategies as st

from chat.addressing import addressee
from devices.kinds.echo import Echo
from devices.wire import Record


def _conversation(first: Record, roles: tuple[str, ...], longest: int) -> list[str]:
    """What the echoes of `roles` say after `first`; each hears what the others say to it."""
    echoes = [Echo(role, "en") for role in roles]
    waiting, said = [first], list[str]()
    while waiting and len(said) < longest:
        record = waiting.pop(0)
        for echo in echoes:
            is_for_it = addressee(record.get("to", ""), record["text"]).lower() == echo.role
            answer = echo.hear(record) if is_for_it and echo.role != record["role"] else None
            if answer:
                waiting.append({"role": echo.role, "text": answer.text, "to": answer.to})
                said.append(answer.text)
    return said


def test_it_repeats_what_is_said_to_it_without_the_mention() -> None:
    assert _conversation({"role": "me", "text": "@echo olá"}, ("echo",), 9) == ["olá"]
    assert _conversation({"role": "me", "text": "olá", "to": "echo"}, ("echo",), 9) == ["olá"]


def test_it_has_nothing_to_say_to_a_bare_mention() -> None:
    assert _conversation({"role": "me", "text": "@echo"}, ("echo",), 9) == []


MENTIONS = st.lists(st.sampled_from(["@echo", "@echo-2", "@ECHO", "hi", " ", "@", ",", "\n"])).map(" ".join)


@given(MENTIONS, st.sampled_from(["", "echo", "echo-2"]))
def test_two_echoes_always_end_their_conversation(text: str, to: str) -> None:
    # Every answer but the first, which `to` may cause, has one mention less than what it answers.
    most = text.count("@") + 1
    assert len(_conversation({"role": "me", "text": text, "to": to}, ("echo", "echo-2"), most + 1)) <= most
