"""web.access.codes: what a code opens, and for how long what it opened stays open."""

import time
from pathlib import Path

import pytest

from chat import credentials
from chat.credentials import CredentialsFile
from web.access.codes import TOKEN_SECONDS, Codes
from web.access.person import Person, Right
from web.access.revoked import RevokedIds


def lab_codes(data: Path) -> Codes:
    """The codes of a lab that keeps its data there."""
    return Codes(CredentialsFile(data), RevokedIds.read(data / "revoked.json", 60.0, time.time))


@pytest.fixture
def codes(tmp_path: Path) -> Codes:
    return lab_codes(tmp_path)


def test_each_code_opens_its_right_however_it_is_typed(codes: Codes, tmp_path: Path) -> None:
    known = credentials.load(tmp_path)
    assert codes.right_of(codes.class_code.lower()) is Right.PUPIL
    assert codes.right_of(f" {known.teacher_code} ") is Right.TEACHER
    assert [codes.right_of(text) for text in ("", "AAAA-AAAA", "é", known.class_code[:-1])] == [None] * 4


def test_new_codes_end_what_the_old_ones_opened(codes: Codes, tmp_path: Path) -> None:
    people = [codes.person("a", right) for right in (Right.PUPIL, Right.TEACHER)]
    tokens = [codes.token(person) for person in people]
    assert [codes.knows(person) for person in people] == [True, True]
    credentials.new_codes(tmp_path)
    assert [codes.knows(person) for person in people] == [False, False]
    assert [codes.holder(token) for token in tokens] == [None, None]


def test_a_right_can_not_be_raised_without_its_code(codes: Codes) -> None:
    pupil = codes.person("a", Right.PUPIL)
    assert not codes.knows(Person("a", Right.TEACHER, pupil.mark))
    assert not codes.knows(Person("a", Right.ANYBODY, pupil.mark))


def test_a_token_says_who_carries_it(codes: Codes) -> None:
    person = codes.person("a", Right.PUPIL)
    assert codes.holder(codes.token(person)) == person


def test_a_person_who_left_is_known_no_more_and_has_no_token(codes: Codes) -> None:
    maria, jose = codes.person("a", Right.PUPIL), codes.person("b", Right.PUPIL)
    token = codes.token(maria)
    codes.revoke(maria)
    assert [codes.knows(person) for person in (maria, jose)] == [False, True]
    assert (codes.holder(token), codes.may_return(maria)) == (None, False)


def test_a_token_grows_old(codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    token = codes.token(codes.person("a", Right.PUPIL))
    later = time.time() + TOKEN_SECONDS + 2
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert codes.holder(token) is None


@pytest.mark.parametrize("token", ["", "x", "x.y.z", "é", "W10.aaaa.bbbb", "a" * 10_000])
def test_what_is_no_token_opens_nothing(codes: Codes, token: str) -> None:
    assert codes.holder(token) is None


def test_a_token_of_another_lab_opens_nothing(codes: Codes, tmp_path: Path) -> None:
    other = lab_codes(tmp_path / "other")
    assert codes.holder(other.token(other.person("a", Right.TEACHER))) is None


def test_a_device_is_known_by_its_role_in_any_case(codes: Codes, tmp_path: Path) -> None:
    credentials.add_device(tmp_path, "Lamp")
    assert [codes.is_device(role) for role in ("Lamp", "lamp", "usuario")] == [True, True, False]
