"""Who is present: what participants publish on `status/...`, and what the web publishes there for its browsers.

The viewers that the web has announced are noted in a small file, so that after a kill the next web publishes `offline`
for those whose browsers do not come back.
"""

import itertools
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chat.errors import TopicError
from chat.topic import OFFLINE, ONLINE, parse_status, status_topic
from web.live.coalescer import Coalescer, Later
from web.live.rooms import Rooms, Viewer
from web.live.status_publisher import StatusPublisher

MAX_ROLES = 500
"""Roles of one session that are remembered, so that a flood of statuses costs bounded memory."""

MAX_SESSIONS = 5000

EVENT_REST_SECONDS = 0.25
"""A session's participants go to its pages at most so often: a class that joins at once costs few events."""

FILE_REST_SECONDS = 1.0

_log = logging.getLogger("web")


class Presence:
    """The participants of every session. `publish` retains a status; `later(seconds, call)` calls back.

    `is_device(role)`: whether a device has an account of this role. It speaks for itself: no status of a browser is
    published for it.
    """

    def __init__(
        self,
        *,
        rooms: Rooms,
        publish: Callable[[str, str], None],
        on_change: Callable[[str], None],
        later: Later,
        file: Path,
        is_device: Callable[[str], bool] = lambda _role: False,
        grace: float = 2.0,
        grace_after_restart: float = 15.0,
    ) -> None:
        self._rooms = rooms
        self._statuses = StatusPublisher(publish, later)
        self._later = later
        self._changes = Coalescer(on_change, later, EVENT_REST_SECONDS)
        self._notes = Coalescer(lambda _: self._write_file(), later, FILE_REST_SECONDS)
        self._announced: set[Viewer] = set()
        self._file = file
        self._is_device = is_device
        self._grace = grace
        self._grace_after_restart = grace_after_restart
        self._online: dict[str, dict[str, bool]] = {}

    def start(self) -> None:
        """Wait for the browsers of a web that was killed, and say `offline` for those that stay away."""
        before = [viewer for viewer in self._announced_before() if not self._is_device(viewer.role)]
        self._announced.update(before)
        for viewer in before:
            self._later(self._grace_after_restart, lambda viewer=viewer: self._leave_if_empty(viewer))  # type: ignore[misc]

    def participants(self, session: str) -> list[dict[str, Any]]:
        """Everybody who ever published a status in a session, by name."""
        return [{"role": role, "online": online} for role, online in sorted(self._online.get(session, {}).items())]

    def online(self, wants: Callable[[str], bool], most: int) -> dict[str, list[str]]:
        """The sessions in which a role is online, by role, if `wants` accepts it; `most` pairs of both at most."""
        found: dict[str, list[str]] = {}
        known = ((session, role) for session, roles in self._online.items() for role, is_on in roles.items() if is_on)
        for session, role in itertools.islice((pair for pair in known if wants(pair[1])), most):
            found.setdefault(role, []).append(session)
        return found

    def take_status(self, topic: str, payload: bytes) -> None:
        """A participant said whether it is there, on `status/<session>/<role>`."""
        try:
            session, role = parse_status(topic)
        except TopicError:
            return
        if session not in self._online and (not payload or len(self._online) >= MAX_SESSIONS):
            return
        roles = self._online.setdefault(session, {})
        if not payload:
            known = roles.pop(role, None) is not None
        else:
            online = payload == ONLINE.encode()
            known = roles.get(role) is not online and (role in roles or len(roles) < MAX_ROLES)
            if known:
                roles[role] = online
        if known:
            self._changes.request(session)

    def browser_came(self, viewer: Viewer) -> None:
        """A browser joined a session under a role."""
        is_online = self._online.get(viewer.session, {}).get(viewer.role, False)
        if viewer not in self._announced or not is_online:
            self._announced.add(viewer)
            self._statuses.publish(status_topic(viewer.session, viewer.role), ONLINE)
            self._remember()

    def browser_left(self, viewer: Viewer) -> None:
        """A browser left its session or role; a reload is no leaving, so this waits a moment."""
        self._later(self._grace, lambda: self._leave_if_empty(viewer))

    def give_way(self) -> None:
        """Say `offline` once for browsers under roles that have got an account since, before their devices connect."""
        replaced = [viewer for viewer in self._announced if self._is_device(viewer.role)]
        for viewer in replaced:
            self._announced.discard(viewer)
            self._statuses.publish(status_topic(viewer.session, viewer.role), OFFLINE)
        if replaced:
            self._remember()

    def stop(self) -> None:
        """Say `offline` for every browser."""
        for viewer in self._browsers():
            self._statuses.publish(status_topic(viewer.session, viewer.role), OFFLINE)
        self._statuses.flush_all()
        self._file.unlink(missing_ok=True)

    def again(self) -> None:
        """Say once more what holds, after the broker was away and may have forgotten it."""
        for viewer in self._browsers():
            self._statuses.publish(status_topic(viewer.session, viewer.role), ONLINE)

    def _browsers(self) -> list[Viewer]:
        """The viewers that are announced and here. A viewer without a role has nothing to announce."""
        return [viewer for viewer in self._rooms.present() if viewer in self._announced]

    def _leave_if_empty(self, viewer: Viewer) -> None:
        if viewer in self._announced and not self._rooms.is_present(viewer):
            self._announced.discard(viewer)
            self._statuses.publish(status_topic(viewer.session, viewer.role), OFFLINE)
            self._remember()

    def _remember(self) -> None:
        self._notes.request("")

    def _write_file(self) -> None:
        viewers = json.dumps([[viewer.session, viewer.role] for viewer in self._rooms.present() if viewer.role])
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(viewers, encoding="utf-8")
            fresh.replace(self._file)
        except OSError as error:  # it only matters after a kill
            _log.warning("the browsers that are present could not be noted: %s", error)

    def _announced_before(self) -> list[Viewer]:
        try:
            return [Viewer(session, role) for session, role in json.loads(self._file.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError):
            return []
