"""chat.secret: codes for people, passwords for programs, and the hash that mosquitto understands."""

import shutil
import subprocess
from pathlib import Path

import pytest

from chat.secret import (
    CLASS_CODE_LENGTH,
    format_code,
    hash_password,
    is_code,
    is_password,
    is_same_code,
    make_code,
    make_password,
)


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert format_code("CDFGHJKM") == "CDFG-HJKM"


@pytest.mark.parametrize("typed", ["CDFGHJKM", "cdfg-hjkm", " CDFG HJKM ", "CDFG\u2013HJKM"])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert is_same_code(typed, "CDFGHJKM")


@pytest.mark.parametrize("typed", ["", "CDFGHJK", "CDFGHJKMM", "CDFGHJKN", "çdfghjkm"])
def test_another_code_is_another(typed: str) -> None:
    assert not is_same_code(typed, "CDFGHJKM")


def test_two_codes_differ_and_none_has_letters_that_look_alike() -> None:
    codes = {make_code(CLASS_CODE_LENGTH) for _ in range(100)}
    assert len(codes) == 100
    assert not set("".join(codes)) & set("0O1IL2Z5S8BUVAEIOU")
    assert all(is_code(code, CLASS_CODE_LENGTH) for code in codes)


def test_a_password_is_known_by_its_hash_and_no_other_is() -> None:
    hashed = hash_password("a-secret")
    assert is_password("a-secret", hashed)
    assert not is_password("another", hashed)


def test_the_hash_holds_no_password_and_differs_each_time() -> None:
    assert hash_password("a-secret") != hash_password("a-secret")
    assert "a-secret" not in hash_password("a-secret")


def test_a_hash_that_mosquitto_passwd_made_is_understood(tmp_path: Path) -> None:
    program = shutil.which("mosquitto_passwd")
    assert program, "mosquitto_passwd comes with mosquitto"
    file = tmp_path / "passwords"
    subprocess.run([program, "-b", "-c", str(file), "lamp", "a-secret"], check=True, capture_output=True)
    assert is_password("a-secret", file.read_text().strip().partition(":")[2])


@pytest.mark.parametrize("hashed", ["", "a-secret", "$6$x$y", "$7$0$AA==$AA==", "$7$101$?$AA==", "$7$101$AA=="])
def test_what_is_no_hash_is_an_error(hashed: str) -> None:
    with pytest.raises(ValueError, match="hash"):
        is_password("a-secret", hashed)


def test_a_password_needs_no_quoting_anywhere() -> None:
    assert make_password().isalnum()
