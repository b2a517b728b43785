"""Rows of tables and logs: what is measured, when, and what is wrong in which line."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.record import Record
from devices.kinds.recording import MAX_LINE, Row, rows
from devices.texts import OptionError
from web.http.exports import as_csv


def _rows(text: str, source: str = "") -> list[Row | OptionError]:
    return list(rows(text.encode().splitlines(keepends=True), "x", source))


def _faults(text: str | bytes) -> list[str]:
    lines = (text.encode() if isinstance(text, str) else text).splitlines(keepends=True)
    return [str(row) for row in rows(lines, "x") if isinstance(row, OptionError)]


def test_a_table_gives_numbers_booleans_and_texts() -> None:
    assert _rows("seconds,t,open,note\n0,21.50,true,ok\n5,-3e2,FALSE,007\n") == [
        Row({"t": 21.5, "open": True, "note": "ok"}, at=0),
        Row({"t": -300, "open": False, "note": "007"}, at=5),
    ]


def test_an_empty_cell_is_no_value_and_an_empty_line_no_row() -> None:
    assert _rows("t,h\n1,\n\n,\n,2\n") == [Row({"t": 1}), Row({"h": 2})]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_of_a_brazilian_spreadsheet_has_semicolons_and_decimal_commas(mark: str) -> None:
    assert _rows(f'{mark}hora;temperatura\r\n2026-11-22T16:48:00;"21,5"\r\n2026-11-22 16:48:05;22\r\n') == [
        Row({"temperatura": 21.5}, at=1795366080),
        Row({"temperatura": 22}, at=1795366085),
    ]


def test_times_may_be_seconds_milliseconds_or_dates() -> None:
    found = _rows("time,t\n1795366080,1\n1795366081000,1\n2026-11-22T16:48:02Z,1\n2026-11-22T13:48:03-03:00,1\n")
    assert [row.at for row in found if isinstance(row, Row)] == [1795366080 + second for second in range(4)]


def test_a_column_called_text_is_what_it_says_and_the_keys_of_a_message_are_left_out() -> None:
    assert _rows("text,id,to,t\nhello,7,lamp,1\n") == [Row({"t": 1}, "hello")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n3\n4,5\n", ["--file x, line 3: cells: 1, columns: 2"]),
        ("seconds,t\nsoon,1\n", ["--file x, line 2: 'soon' is no time: seconds, or as 2026-11-22T16:48:00"]),
        ("1,2\n3,4\n", ["--file x, line 1: the first line of a table names each column, and no name twice"]),
        ("a,a\n3,4\n", ["--file x, line 1: the first line of a table names each column, and no name twice"]),
        ('a,b\n"1,2\n', ["--file x, line 2: it is no line of a CSV table: unexpected end of data"]),
        ('{"seq":1}\n', ["--file x, line 1: it is no record of a log (docs/protocol.md)"]),
        (b"a,b\n\xff,1\n1,1\n", ["--file x, line 2: it is no text in UTF-8"]),
        (b"\x89PNG\r\n", ["--file x, line 1: it is no text in UTF-8"]),
        (b"a\n" + b"x" * (MAX_LINE + 1) + b"\n", [f"--file x, line 2: it has more than {MAX_LINE} bytes"]),
    ],
)
def test_a_fault_is_told_with_its_line(text: str | bytes, told: list[str]) -> None:
    assert _faults(text) == told


def test_a_fault_does_not_hide_the_rows_behind_it() -> None:
    assert [row for row in _rows("a,b\n1,2\n3\n4,5\n") if isinstance(row, Row)] == [
        Row({"a": 1, "b": 2}),
        Row({"a": 4, "b": 5}),
    ]


LOG = [
    Record(seq=1, at="2026-11-22T16:48:00.000Z", role="s1", data={"device": "sensor", "commands": []}),
    Record(seq=2, at="2026-11-22T16:48:00.500Z", role="s1", data={"t": 21.5, "=x": "-1"}, id="a-1"),
    Record(seq=3, at="2026-11-22T16:48:01.000Z", role="maria", text="oi"),
    Record(seq=4, at="2026-11-22T16:48:02.000Z", role="lab", event="replies-changed", data={"replies": []}),
    Record(seq=5, at="2026-11-22T16:48:03.000Z", role="lamp", text="ligada", data={"on": True}),
]


@pytest.mark.parametrize("form", ["log", "table"])
def test_a_log_gives_the_data_of_its_records_without_descriptions_and_events(form: str) -> None:
    lines = [record.encode() for record in LOG]
    text = b"".join(lines if form == "log" else as_csv(lines)).decode("utf-8-sig")
    assert _rows(text) == [
        Row({"t": 21.5, "=x": "-1"}, at=1795366080.5),
        Row({"on": True}, at=1795366083),
    ]
    assert _rows(text, "S1") == [Row({"t": 21.5, "=x": "-1"}, at=1795366080.5)]


@given(st.lists(st.binary(max_size=40)))
def test_no_file_breaks_the_reading(lines: list[bytes]) -> None:
    for row in rows(lines, "x"):
        assert isinstance(row, OptionError) or json.dumps(row.data, allow_nan=False)


@given(st.lists(st.text(max_size=40)))
def test_no_log_breaks_the_reading(lines: list[str]) -> None:
    assert all(isinstance(row, Row | OptionError) for row in rows([b"{}", *map(str.encode, lines)], "x"))


def test_lines_are_read_as_rows_are_asked_for() -> None:
    def endless() -> Iterator[bytes]:
        yield b"t\n"
        while True:
            yield b"1\n"

    found = rows(endless(), "x")
    assert [next(found) for _ in range(3)] == [Row({"t": 1})] * 3
