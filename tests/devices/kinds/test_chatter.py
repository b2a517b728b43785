"""The scripted pupil says its lines at their pauses, and answers."""

from pathlib import Path

import pytest

from devices.device import Choices, Say
from devices.kinds.chatter import Chatter
from devices.kinds.script import read_script
from devices.texts import OptionError
from tests.devices.kinds.clock import heard, ticks

SCRIPT = read_script(["2 one", "3 two", "0 three", "? oi: Oi, {role}!"], "x")


def test_it_says_its_lines_each_after_its_pause() -> None:
    assert ticks(Chatter("ana", "en", SCRIPT), 60) == [(2, Say("one")), (5, Say("two")), (5.5, Say("three"))]


def test_in_a_loop_it_begins_again() -> None:
    said = ticks(Chatter("ana", "en", SCRIPT, loop=True), 20)
    assert [what.text for _, what in said[:6]] == ["one", "two", "three"] * 2
    assert said[3][0] == 7.5


def test_it_answers_whoever_speaks_to_it() -> None:
    assert heard(Chatter("ana", "en", SCRIPT), "oi!", "maria") == Say("Oi, maria!")
    assert heard(Chatter("ana", "en", SCRIPT), "tchau", "maria") is None


def test_two_of_them_do_not_talk_to_each_other_for_ever() -> None:
    for language in ("en", "pt-BR"):
        answer = heard(Chatter("ana", language), "hello olá", "bia")
        assert answer is not None
        assert answer.to == ""
        assert not answer.text.startswith("@")


@pytest.mark.parametrize(("language", "first"), [("en", "Good morning, everybody!"), ("pt-BR", "Bom dia, pessoal!")])
def test_without_a_file_it_speaks_the_language_of_the_lab(language: str, first: str) -> None:
    said = ticks(Chatter("ana", language), 300)
    assert said[0] == (2, Say(first))
    assert [what.text for _, what in said if what.text.startswith("@lamp")] != []


def test_a_script_with_answers_alone_says_nothing_of_its_own() -> None:
    assert ticks(Chatter("ana", "en", read_script(["?: yes"], "x")), 60) == []


@pytest.mark.parametrize(
    ("content", "told"), [(None, "No such file"), (b"\xff\xfe5\x00", "no text in UTF-8"), (b"hm", "line 1")]
)
def test_a_file_that_is_no_script_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "script.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(OptionError, match=told):
        Chatter.make("ana", "en", Choices(file=file))
