"""The sessions that are open in the bridge: their logs for writing, their recent ids in memory, both bounded.

A session is opened by its first message. When there are too many, the least recently used is closed; the log holds all
that is needed to open it again. Never uses the network.
"""

import os
import shutil
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bridge.deduplication import IDS_KEPT, PACKET_ID_BYTES, PACKET_IDS_KEPT, RecentDeliveries, RecentIds
from chat.errors import SessionLogError
from chat.history import ARCHIVE, REPLIES, History, archived_names
from chat.record import Record, content_hash, sound_records
from chat.rules import Watch
from chat.session_log import SessionLog, local_now, make_durable_folder, sync_folder
from chat.session_state import STATE, SessionState, folded

MAX_SESSIONS = 10_000
MAX_IDS = 500_000
"""Ids remembered in all, some 300 bytes each."""


class OpenSession:
    """One open session. `has_gap`: its next record is a `gap`. `opened_at`: the `seq` of its last record when it was
    opened; what was logged before may be of another bridge. `watch`: what its rules know; None before the first look,
    `watched` the rules of the state that it was made of."""

    def __init__(self, name: str, log: SessionLog) -> None:
        self.name = name
        self.log = log
        self.opened_at = log.last_seq
        self.ids = RecentIds()
        self.ids_counted = 0
        self.has_gap = False
        self.state = SessionState()
        self.watch: Watch | None = None
        self.watched: tuple[Mapping[str, Any], ...] = ()


class Sessions:
    """Every session by name, opened on demand. Raises OSError, SessionLogError and SyncError where the disk does.

    `checkpoint` is called before files are moved or removed: the journal must not speak of them any more.
    """

    def __init__(
        self,
        logs: Path,
        *,
        rotate_at: int,
        max_open_files: int,
        recent: RecentDeliveries,
        checkpoint: Callable[[], None],
    ) -> None:
        self._logs = logs
        self._checkpoint = checkpoint
        self._rotate_at = rotate_at
        self.max_open_files = max_open_files
        self._recent = recent
        self._open: OrderedDict[str, OpenSession] = OrderedDict()
        self._files: OrderedDict[str, OpenSession] = OrderedDict()  # those whose files may be open
        self._ids_in_memory = 0
        self._reserved: set[str] | None = None  # names of archived sessions; None before they are read
        # Since the last gap: the sessions that have its record, or began after it. None while there was no gap.
        self._without_gap: set[str] | None = None
        self.knows_packet_ids = False
        """Whether packet ids in the logs still mean something to the broker."""
        self.packet_ids_since = ""
        """Those of records with an older `at` do not: they are of an earlier MQTT session."""

    def find(self, name: str) -> OpenSession | None:
        """The session if it is open, else None. It becomes the most recently used."""
        session = self._open.get(name)
        if session is not None:
            self._open.move_to_end(name)
        return session

    def get(self, name: str) -> OpenSession:
        """The session, opened if it is not open yet."""
        session = self.find(name)
        if session is None:
            session = self._open_session(name)
            self._open[name] = session
        return session

    def open_sessions(self) -> list[OpenSession]:
        """The sessions that are open now."""
        return list(self._open.values())

    def lose_packet_ids(self) -> None:
        """The broker counts packet ids from the beginning: those in the logs no longer mean anything."""
        self.knows_packet_ids = False
        self._recent.forget()

    def begin_gap(self) -> None:
        """Messages may be missing: every session that has records gets a `gap` when it is next used."""
        self._without_gap = {session.name for session in self._open.values() if not session.log.last_seq}
        for session in self._open.values():
            session.has_gap = session.log.last_seq > 0

    def mark_gap_written(self, session: OpenSession) -> None:
        """The `gap` record of this session is staged."""
        session.has_gap = False
        if self._without_gap is not None:
            self._without_gap.add(session.name)

    def trim(self, touched: list[OpenSession]) -> None:
        """Close sessions beyond the bounds, after these were used. Call it when all is durable."""
        for session in touched:
            self._count_ids(session, len(session.ids))
        while len(self._open) > MAX_SESSIONS or (len(self._open) > 1 and self._ids_in_memory > MAX_IDS):
            self._evict(next(iter(self._open)))

    def make_room(self, wanted: list[OpenSession]) -> None:
        """Close files, least recently used first, until those of `wanted` fit too."""
        for session in wanted:
            self._files[session.name] = session
            self._files.move_to_end(session.name)
        while len(self._files) > max(self.max_open_files, len(wanted)):
            self._files.popitem(last=False)[1].log.close_file()

    def exists(self, name: str) -> bool:
        """Whether the session has records."""
        return self.folder(name).is_dir() and History(self.folder(name)).last_seq() > 0

    def would_be_new(self, name: str) -> bool:
        """Whether a message to this session would make its folder."""
        return name not in self._open and not self.folder(name).is_dir()

    def is_reserved(self, name: str) -> bool:
        """Whether an archived session had this name: only `create` begins a new one under it."""
        if self._reserved is None:
            self._reserved = {session for _, session in archived_names(self._logs)}
        return name in self._reserved

    def count(self) -> int:
        """How many sessions there are on the disk, without the archived."""
        if not self._logs.is_dir():
            return 0
        with os.scandir(self._logs) as entries:
            return sum(entry.is_dir() and not entry.name.startswith(".") for entry in entries)

    def archive(self, name: str, moment: datetime | None = None) -> Path:
        """Move the session's folder to the archive; its name is reserved from then on. Returns the new path."""
        self._checkpoint()
        self._evict(name)
        made = (moment or local_now()).strftime(f"{name}_%Y%m%d-%H%M%S")
        target = self._logs / ARCHIVE / made
        number = 1
        while target.exists():
            number += 1
            target = self._logs / ARCHIVE / f"{made}-{number}"
        make_durable_folder(target.parent)
        self.folder(name).rename(target)
        sync_folder(target.parent)
        sync_folder(self._logs)
        self._forget_gap(name)
        self._reserved = None
        return target

    def set_replies(self, name: str, replies: tuple[str, ...]) -> None:
        """Write the session's quick replies, all or nothing."""
        self._replace_file(name, REPLIES, orjson.dumps(replies))

    def keep_state(self, name: str, event: Record) -> None:
        """Apply an event that is logged, and write the session's state, all or nothing."""
        session = self.get(name)
        session.state = session.state.apply(event)
        self._replace_file(name, STATE, session.state.encode())

    def delete(self, name: str) -> None:
        """Remove the session's folder and all that is in it."""
        self._checkpoint()
        self._evict(name)
        shutil.rmtree(self.folder(name))
        self._forget_gap(name)

    def delete_archived(self, folder: str) -> None:
        """Remove an archived session by the name of its folder. Raises SessionLogError (`no-session`), OSError."""
        History.archived(self._logs, folder)
        path = self._logs / ARCHIVE / folder
        if not path.is_dir():
            raise SessionLogError("no-session", f"there is no archived session {folder!r}")
        shutil.rmtree(path)
        self._reserved = None

    def close(self) -> None:
        """Close every file."""
        for session in self._open.values():
            session.log.close_file()
        self._open.clear()
        self._files.clear()

    def folder(self, name: str) -> Path:
        """Where the session's files are."""
        return self._logs / name

    def _replace_file(self, name: str, file_name: str, content: bytes) -> None:
        fresh = self.folder(name) / f"{file_name}.new"
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder(name) / file_name)
        sync_folder(self.folder(name))

    def _forget_gap(self, name: str) -> None:
        """The name is free: a session that begins under it is new, and is added again."""
        if self._without_gap is not None:
            self._without_gap.discard(name)

    def _evict(self, name: str) -> None:
        session = self._open.pop(name, None)
        if session is not None:
            session.log.close_file()
            self._files.pop(name, None)
            self._count_ids(session, 0)

    def _count_ids(self, session: OpenSession, held: int) -> None:
        self._ids_in_memory += held - session.ids_counted
        session.ids_counted = held

    def _open_session(self, name: str) -> OpenSession:
        log = SessionLog(self.folder(name), rotate_at=self._rotate_at)
        log.open()
        session = OpenSession(name, log)
        self._remember_tail(session)
        self._note_whether_gap(session)
        return session

    def _note_whether_gap(self, session: OpenSession) -> None:
        if self._without_gap is None:
            return
        if not session.log.last_seq:
            self._without_gap.add(session.name)
        session.has_gap = session.name not in self._without_gap

    def _remember_tail(self, session: OpenSession) -> None:
        """Read from the end of the log what the bridge before this one may not have acknowledged, and what senders may
        send again."""
        most, size, ids = PACKET_IDS_KEPT if self.knows_packet_ids else IDS_KEPT, 0, list[Record]()
        events = list[Record]()
        for number, line in enumerate(islice(History(self.folder(session.name)).backwards(), most)):
            if number < IDS_KEPT:
                records = list(sound_records([line]))
                ids += [record for record in records if record.id]
                events += [record for record in records if record.event]
            size += len(line)
            if size > PACKET_ID_BYTES:
                break
            if self.knows_packet_ids:
                self._recent.add_logged(session.name, line, since=self.packet_ids_since)
        # The bridge before this one may have been killed between a record and the state file.
        session.state = folded(History(self.folder(session.name)).state(), reversed(events))
        for record in reversed(ids):
            session.ids.add(record.role, record.id, record.seq, content_hash(record))
