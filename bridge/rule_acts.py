"""The bridge and the rules of sessions (chat.rules): what is logged is looked at, and what a rule says is published.

It is published on `chat/<session>/rules`, as any participant's message, so broker, wire and log have it too. The first
look at a session, as after a restart, reads the end of its log: a condition that was true before is no edge, and an act
that was due when the bridge was killed is made up for. The id of the message lets it be logged once.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime

import orjson

from bridge.sessions import OpenSession
from chat.history import History
from chat.record import seq_of, sound_records
from chat.rules import RULES_ROLE, Act, Watch, rules_of
from chat.topic import LAB_ROLE, ChatTopic

TAIL = 1000
"""Records that the first look at a session reads."""

LATE_SECONDS = 60.0
"""An act that is due for longer is not made up for."""

_log = logging.getLogger("bridge")


class RuleActs:
    """Looks at the new records of sessions that have rules. One thread, the recorder's, calls it."""

    def __init__(self, publish: Callable[[str, bytes], None], clock: Callable[[], float] = time.time) -> None:
        self._publish = publish
        self._clock = clock

    def take(self, session: OpenSession, lines: list[bytes]) -> None:
        """Look at lines that are on the disk. Publishes what rules say because of them."""
        if not self._know_rules(session, lines) or session.watch is None:
            return
        for record in sound_records(lines):
            session.watch, acts = session.watch.take(record)
            self._say(session, acts)

    def _know_rules(self, session: OpenSession, lines: list[bytes]) -> bool:
        """Have the session watched by its present rules. False when its log can't be read now."""
        if session.watch is not None and session.watched is session.state.rules:
            return True
        rules = rules_of(session.state.rules)
        try:
            known = session.watch or self._caught_up(session, lines, Watch(rules))
        except OSError as error:
            _log.warning("the rules of %s wait: its log can't be read: %s", session.name, error)
            return False
        session.watch, session.watched = known.with_rules(rules), session.state.rules
        return True

    def _caught_up(self, session: OpenSession, lines: list[bytes], fresh: Watch) -> Watch:
        """The watch after the end of the log before these lines; what was due there and was not said is said now.

        Of a log that is longer than what is read, a condition that is true at first may have been true before.
        """
        watch, due, said = fresh, list[Act](), set[str]()
        unsure = {rule.name for rule in fresh.rules}
        for record in sound_records(History(session.log.folder).before(seq_of(lines[0]), TAIL)):
            if record.seq == 1 or (record.role == LAB_ROLE and record.event == "rules-changed"):
                watch, due, unsure = fresh, [], set()
            if record.role == RULES_ROLE:
                said.add(record.id)
            watch, acts = watch.take(record)
            due += [act for act in acts if act.rule.name not in unsure]
            unsure -= {act.rule.name for act in acts}
        self._say(session, [act for act in due if act.id not in said and self._is_recent(act.at)])
        return watch

    def _say(self, session: OpenSession, acts: Iterable[Act]) -> None:
        for act in acts:
            self._publish(str(ChatTopic(session.name, RULES_ROLE)), orjson.dumps(act.message()))

    def _is_recent(self, at: str) -> bool:
        try:
            return abs(self._clock() - datetime.fromisoformat(at).timestamp()) < LATE_SECONDS
        except ValueError:
            return False
