"""Starts services in order, restarts those that die, and stops all of them in the opposite order.

It replaces honcho, which ends every process when one of them ends and has no restart (its issues 175 and 195).
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launcher.child import Child, describe_exit
from launcher.terminal import Terminal
from launcher.texts import Texts

CONFIGURATION_ERROR = 2
"""Exit code of a service that refuses its settings, so that a restart would not help."""


def _at_once() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """A service: its command, and how to check that the next service may start."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = _at_once
    missing: Callable[[], str] = str
    """The parts that are missing, for people, when `ready` does not become true."""
    wanted: Callable[[], bool] = _at_once
    """Whether it is to be started. One that is not wanted at first is started as soon as it is."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The supervisor's delays and limits, in seconds."""

    first_delay: float = 0.5
    longest_delay: float = 10.0
    stable_after: float = 30.0
    ready_within: float = 20.0
    stop_within: float = 4.5
    tick: float = 0.05


@dataclass
class _Watched:
    """A service and its state."""

    spec: ServiceSpec
    child: Child | None = None
    since: float = 0.0
    deaths: int = 0
    restart_at: float | None = None
    is_asleep: bool = False
    """Not started yet, because nobody wanted it."""


class Supervisor:
    """Runs services until `ask_to_stop`. Call everything else from the main thread."""

    def __init__(
        self, specs: Sequence[ServiceSpec], *, cwd: Path, terminal: Terminal, texts: Texts, timing: Timing | None = None
    ) -> None:
        self._watched = [_Watched(spec) for spec in specs]
        self._cwd = cwd
        self._terminal = terminal
        self._texts = texts
        self._timing = timing or Timing()
        self._asked = 0
        self._failed = False
        self._complete = True

    def ask_to_stop(self) -> None:
        """Begin to stop; the second call stops without waiting. A signal handler may call it."""
        self._asked += 1

    def run(self, on_started: Callable[[bool], None] = lambda _complete: None) -> int:
        """Start every service, call `on_started` with whether all were ready in time, and restart those that die.

        Returns 0, or 2 when a service refused its configuration.
        """
        try:
            if self._start_all():
                on_started(self._complete)
            while not self._ending():
                self._look()
                time.sleep(self._timing.tick)
        finally:
            self._stop_all()
        return CONFIGURATION_ERROR if self._failed else 0

    def _ending(self) -> bool:
        return self._asked > 0 or self._failed

    def _start_all(self) -> bool:
        """Start each service when the one before is ready. Returns False when it was interrupted."""
        for watched in self._watched:
            if self._ending():
                return False
            watched.is_asleep = not watched.spec.wanted()
            if not watched.is_asleep:
                self._start(watched)
                self._wait_ready(watched.spec)
        return not self._ending()

    def _wait_ready(self, spec: ServiceSpec) -> None:
        ready, given_up = threading.Event(), threading.Event()

        def probe() -> None:
            while not ready.is_set() and not given_up.is_set():
                if spec.ready():
                    ready.set()
                given_up.wait(self._timing.tick)

        # In a thread, because a probe may block while a service dies or somebody presses Ctrl-C.
        threading.Thread(target=probe, daemon=True).start()
        end = time.monotonic() + self._timing.ready_within
        while not self._ending() and not ready.wait(self._timing.tick) and time.monotonic() < end:
            self._look()
        given_up.set()
        if not self._ending() and not ready.is_set():
            self._complete = False
            self._say("not-ready", name=spec.name, seconds=self._timing.ready_within, missing=spec.missing())

    def _start(self, watched: _Watched) -> None:
        spec = watched.spec
        watched.restart_at = None
        watched.is_asleep = False
        watched.since = time.monotonic()
        watched.child = Child.start(
            spec.command, env=spec.env, cwd=self._cwd, on_line=lambda line: self._terminal.say(line, spec.name)
        )

    def _look(self) -> None:
        """Handle services that died, and restart those whose delay is over."""
        for watched in self._watched:
            if watched.child is not None and (code := watched.child.exit_code()) is not None:
                watched.child.stop(0)  # its children may still hold its port
                watched.child = None
                self._died(watched, code)
            elif self._is_due(watched):
                self._start(watched)

    def _is_due(self, watched: _Watched) -> bool:
        """Whether a service that does not run is to be started now."""
        if watched.is_asleep:
            return watched.spec.wanted()
        return watched.restart_at is not None and time.monotonic() >= watched.restart_at

    def _died(self, watched: _Watched, code: int) -> None:
        lived = time.monotonic() - watched.since
        stable = lived >= self._timing.stable_after
        # Only the first time. Settings can't change afterwards, so a later 2 means a port or a lock that is still held.
        if code == CONFIGURATION_ERROR and watched.deaths == 0 and not stable:
            self._failed = True
            self._say("refused", name=watched.spec.name)
            return
        watched.deaths = 1 if stable else watched.deaths + 1
        delay = backoff(watched.deaths, self._timing)
        watched.restart_at = time.monotonic() + delay
        self._say("died", name=watched.spec.name, how=describe_exit(code), lived=lived, delay=delay)

    def _stop_all(self) -> None:
        """Stop the services, the last one first. Each gets a share of the time that is left."""
        running = [watched for watched in reversed(self._watched) if watched.child is not None]
        if running:
            self._say("stopping")
        end = time.monotonic() + self._timing.stop_within
        for place, watched in enumerate(running):
            share = max(0.0, end - time.monotonic()) / (len(running) - place)
            if watched.child is not None:
                watched.child.stop(share if self._asked < 2 else 0)
                watched.child = None
        self._say("stopped")

    def _say(self, key: str, **values: object) -> None:
        self._terminal.say(self._texts(key, **values))


def backoff(deaths: int, timing: Timing) -> float:
    """Seconds to wait after `deaths` in a row: doubled each time, up to `longest_delay`."""
    return min(timing.longest_delay, timing.first_delay * 2.0 ** min(deaths - 1, 30))
