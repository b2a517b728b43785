"""A small session with what tables have to get right: units, truth, text, names, removed messages, formulas."""

import json
from pathlib import Path

from chat.history import History
from chat.record import Record
from web.tables.manner import Manner
from web.tables.rows import Source

BRAZIL = Manner("pt-BR", "America/Sao_Paulo")
ENGLISH = Manner("en", "UTC")

DESCRIPTION = {"device": "s", "values": [{"key": "temperature", "kind": "number", "unit": "°C"}], "commands": []}

RECORDS = [
    Record(seq=1, at="2026-11-22T16:47:59.000Z", role="sensor-1", data=DESCRIPTION),
    Record(seq=2, at="2026-11-22T16:48:00.123Z", role="sensor-1", data={"temperature": 23.5, "on": True}),
    Record(seq=3, at="2026-11-22T16:48:00.373Z", role="joao", text="=1+1", to="lamp"),
    Record(seq=4, at="2026-11-23T03:00:01.000Z", role="sensor-2", data={"x": -3.9e-08, "state": "=cmd()", "on": False}),
    Record(seq=5, at="2026-11-23T03:00:02.000Z", role="joao", text="secret", data={"x": 99}),
    Record(seq=6, at="2026-11-23T03:00:03.000Z", role="lab", event="message-removed", data={"seq": 5}),
    Record(seq=7, at="2026-11-23T03:00:04.000Z", role="sensor-2", data={"serial": 12345678901234567890}),
]
STATE = {"seq": 6, "names": {"joao": "João da Silva"}, "removed": [5]}


def written(folder: Path, records: list[Record] = RECORDS) -> History:
    """The session in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chat_20261122-134800.log").write_bytes(b"".join(record.encode() for record in records))
    (folder / "state.json").write_text(json.dumps(STATE), encoding="utf-8")
    return History(folder)


def source(history: History, manner: Manner = BRAZIL) -> Source:
    """What the tables of this session are made of."""
    return Source(history.all, history.state(), manner)
