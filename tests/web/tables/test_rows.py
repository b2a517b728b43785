"""web.tables.rows: the rows of each table, as typed cells."""

from datetime import datetime
from pathlib import Path

from chat.record import Record
from tests.web.tables.session import BRAZIL, ENGLISH, source, written
from web.tables.rows import long, messages, wide
from web.tables.values import MAX_COLUMNS


def at(day: int, hour: int, minute: int, second: int, thousandth: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, thousandth * 1000)  # noqa: DTZ001 - a cell has no zone


def test_a_wide_table_has_a_column_for_each_value_and_a_row_for_each_record_that_reports(tmp_path: Path) -> None:
    table = wide(source(written(tmp_path)))
    assert table.columns[:5] == (
        "horário (America/Sao_Paulo)",
        "segundos",
        "papel",
        "sensor-1 temperature (°C)",
        "sensor-1 on",
    )
    assert list(table.rows) == [
        (at(22, 13, 48, 0, 123), 0.0, "sensor-1", 23.5, True, None, None, None, None),
        (at(23, 0, 0, 1), 36720.877, "sensor-2", None, None, -3.9e-08, "=cmd()", False, None),
        (at(23, 0, 0, 4), 36723.877, "sensor-2", None, None, None, None, None, "12345678901234567890"),
    ]


def test_a_long_table_has_a_row_for_each_value(tmp_path: Path) -> None:
    table = long(source(written(tmp_path), ENGLISH))
    assert table.columns == ("time (UTC)", "seconds", "name", "role", "key", "value", "unit")
    assert list(table.rows)[:3] == [
        (at(22, 16, 48, 0, 123), 0.0, "sensor-1", "sensor-1", "temperature", 23.5, "°C"),
        (at(22, 16, 48, 0, 123), 0.0, "sensor-1", "sensor-1", "on", True, None),
        (at(23, 3, 0, 1), 36720.877, "sensor-2", "sensor-2", "x", -3.9e-08, None),
    ]


def test_messages_stand_with_the_names_of_their_writers(tmp_path: Path) -> None:
    table = messages(source(written(tmp_path)))
    assert table.columns == ("nº", "horário (America/Sao_Paulo)", "nome", "papel", "para", "texto", "dados", "evento")
    rows = list(table.rows)
    assert rows[2] == (3, at(22, 13, 48, 0, 373), "João da Silva", "joao", "lamp", "=1+1", None, None)
    assert rows[5][-2:] == ('{"seq": 5}', "message-removed")


def test_what_the_teacher_removed_is_in_no_table(tmp_path: Path) -> None:
    history = written(tmp_path)
    assert list(messages(source(history)).rows)[4][5:] == ("[removida pelo professor]", None, None)
    told = [*wide(source(history)).rows, *long(source(history)).rows]
    assert not any(99 in row for row in told)


def test_bytes_that_are_no_text_stand_as_base64(tmp_path: Path) -> None:
    history = written(tmp_path, [Record(seq=1, at="2026-11-22T16:48:00Z", role="a", base64="/w==")])
    assert next(messages(source(history, BRAZIL)).rows)[6] == "base64 /w=="


def test_a_time_that_is_none_leaves_its_cells_empty(tmp_path: Path) -> None:
    history = written(tmp_path, [Record(seq=1, at="?", role="a", data={"t": 1})])
    assert next(wide(source(history)).rows)[:2] == (None, None)


def test_values_without_a_column_are_told_of(tmp_path: Path) -> None:
    data = {f"k{number}": number for number in range(MAX_COLUMNS + 3)}
    history = written(tmp_path, [Record(seq=1, at="2026-11-22T16:48:00Z", role="a", data=data)])
    table = wide(source(history))
    assert table.columns[-1] == "mais 3 na tabela longa"
    assert len(next(table.rows)) == len(table.columns)
