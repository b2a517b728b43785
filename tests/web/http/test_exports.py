"""web.http.exports: readable text, safe tables."""

import csv
import io

import pytest
from hypothesis import given

from chat.record import Record
from tests.chat.test_record import RECORDS
from web.http.exports import as_csv, as_log, as_text

AT = "2026-11-22T16:48:00.123Z"


def text_of(**said: object) -> str:
    return b"".join(as_text([Record(seq=1, at=AT, role="usuario", **said).encode()])).decode()  # type: ignore[arg-type]


def test_the_log_is_handed_out_as_it_is() -> None:
    assert list(as_log([b"a\n", b"b\n"])) == [b"a\n", b"b\n"]


def test_text_reads_like_a_chat() -> None:
    assert text_of(text="Olá", to="lamp").endswith("  usuario: @lamp Olá\n")


def test_data_and_events_are_told_in_text() -> None:
    assert text_of(data={"t": 23.5}).endswith('usuario: {"t": 23.5}\n')
    assert text_of(event="gap").endswith("usuario: [gap]\n")


@pytest.mark.parametrize("text", ["\x1b[2J", "\x07", "\x9b31m", "\u202eevil", "\u061c", "\r"])
def test_text_can_not_move_the_cursor_or_turn_the_direction(text: str) -> None:
    assert text not in text_of(text="a" + text)


@pytest.mark.parametrize("end", ["\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_no_character_but_a_line_break_ends_a_line(end: str) -> None:
    assert len(text_of(text=f"a{end}2026-11-22 16:48:01  lab: forged").splitlines()) == 1


def test_a_line_break_can_not_forge_a_line() -> None:
    lines = text_of(text="a\n2026-11-22 16:48:01  lab: forged").splitlines()
    assert lines[1].startswith("    ")


@given(RECORDS)
def test_a_table_has_one_row_a_record(record: Record) -> None:
    table = b"".join(as_csv([record.encode()])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert (len(rows), rows[1][0]) == (2, str(record.seq))


def test_a_damaged_line_is_left_out_of_text_and_table() -> None:
    assert (list(as_text([b"?\n"])), len(list(as_csv([b"?\n"])))) == ([], 1)
