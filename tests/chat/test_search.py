"""chat.search: every line that says it, newest first, however the blocks fall."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import search as searching
from chat.record import Record
from chat.search import Found, Needle, Scanned, search
from tests.support.records import seqs


def write(path: Path, *texts: str, **said: object) -> Path:
    lines = [Record(seq=n, at="t", role="usuario", text=text, **said).encode() for n, text in enumerate(texts, 1)]  # type: ignore[arg-type]
    path.write_bytes(b"".join(lines))
    return path


def found(path: Path, words: str) -> list[int]:
    return seqs(step.line for step in search(path, Needle(words)) if isinstance(step, Found))


def test_the_newest_comes_first(tmp_path: Path) -> None:
    assert found(write(tmp_path / "a", "uma luz", "nada", "outra luz"), "luz") == [3, 1]


@pytest.mark.parametrize("words", ["água", "ÁGUA", "Água", "  água "])
def test_case_does_not_matter_whatever_the_script(tmp_path: Path, words: str) -> None:
    assert found(write(tmp_path / "a", "Copo de Água"), words) == [1]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("words", ["acao", "ação", "AÇÃO", "ac\u0327a\u0303o"])
@pytest.mark.parametrize("beside", ["", "😀 “x”", "ő", "да"])
def test_accents_do_not_matter_however_they_are_written(tmp_path: Path, words: str, form: str, beside: str) -> None:
    text = unicodedata.normalize(form, f"{beside} Em AÇÃO")  # type: ignore[arg-type]
    assert found(write(tmp_path / "a", "acai", text, "acao"), words) == [3, 2]


@pytest.mark.parametrize(("words", "text"), [("zołty", "ŻÓŁTY"), ("привет", "ПРИВЕТ"), ("😀", "a😀b"), ("º", "1º")])
def test_letters_beyond_those_of_western_europe_are_found(tmp_path: Path, words: str, text: str) -> None:
    assert found(write(tmp_path / "a", text, "nada"), words) == [1]


def test_an_accent_alone_is_nothing_to_look_for(tmp_path: Path) -> None:
    assert found(write(tmp_path / "a", "a\u0301"), "\u0301") == []


@pytest.mark.parametrize("words", ['say "hi"', "back\\slash", "tab\there"])
def test_what_json_escapes_is_found(tmp_path: Path, words: str) -> None:
    assert found(write(tmp_path / "a", f"x {words} y"), words) == [1]


@pytest.mark.parametrize("words", ["seq", "text", "role", '":"'])
def test_the_keys_of_a_record_are_not_what_was_said(tmp_path: Path, words: str) -> None:
    assert found(write(tmp_path / "a", "nothing of it"), words) == []


def test_who_said_it_and_what_it_measured_are_found(tmp_path: Path) -> None:
    path = write(tmp_path / "a", "x", data={"temperature": 23.5, "inner": ["deep"]})
    assert [found(path, words) for words in ("usuario", "temperature", "23.5", "deep")] == [[1]] * 4


@given(st.lists(st.sampled_from(["luz", "nada", "x" * 50]), min_size=1, max_size=30), st.integers(10, 400))
def test_however_the_blocks_fall_nothing_is_missed_or_told_twice(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], block: int
) -> None:
    path = write(tmp_path_factory.mktemp("s") / "a", *texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "_BLOCK", block)
        assert found(path, "luz") == [n for n, text in enumerate(texts, 1) if text == "luz"][::-1]


def test_progress_adds_up_to_the_size(tmp_path: Path) -> None:
    path = write(tmp_path / "a", *(f"m{n}" for n in range(100)))
    scanned = sum(step.size for step in search(path, Needle("m5")) if isinstance(step, Scanned))
    assert scanned == path.stat().st_size


def test_damaged_and_torn_lines_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a", "luz", "luz")
    path.write_bytes(path.read_bytes() + b"\xff luz\n" + b'{"seq":3,"text":"luz"')
    assert found(path, "luz") == [2, 1]
