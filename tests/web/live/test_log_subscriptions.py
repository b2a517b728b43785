"""web.live.log_subscriptions: the broker sends the records of sessions that somebody looks at, all of them, and no
others."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from mqtt.connection import BrokerAddress
from tests.support.mqtt import Probe, probe
from tests.support.services import Lab
from tests.support.waiting import wait_until
from web.broker_client import BrokerClient
from web.live.log_subscriptions import MAX_SESSIONS, LogSubscriptions


class Web:
    """The web's client of a broker, and what came to it on `log/...`. Somebody looks at the sessions of `wanted`."""

    def __init__(self, port: int) -> None:
        self.came: list[tuple[str, bytes]] = []
        self.late: list[str] = []
        self.wanted: set[str] = set()
        self.client = BrokerClient(BrokerAddress("127.0.0.1", port), on_state=self._changed)
        self.client.handle("log/+", lambda topic, payload: self.came.append((topic, payload)))
        self.logs = LogSubscriptions(self.client, is_wanted=self.wanted.__contains__, on_late=self.late.append)

    def _changed(self) -> None:
        if self.client.is_connected:
            self.logs.connected()

    def look_at(self, *sessions: str) -> None:
        """Have somebody look at these sessions."""
        self.wanted.update(sessions)
        for session in sessions:
            self.logs.ensure(session)

    def look_only_at(self, *sessions: str) -> None:
        """Have nobody look at any other session, for long enough."""
        self.wanted.intersection_update(sessions)
        for _ in range(2):
            self.logs.sweep()

    def topics(self, other: Probe, *sessions: str) -> set[str]:
        """On which of these sessions' topics something comes."""
        self.client.publish("lab/web", b"")  # acknowledged once all that the client sent before is handled
        self.came.clear()
        for session in sessions:
            other.publish(f"log/{session}", "{}")
        other.publish("lab/response/x", "{}")  # the broker keeps the order, so when it has come all has
        wait_until(lambda: ("lab/response/x", b"{}") in self.came)
        return {topic for topic, _ in self.came} - {"lab/response/x"}


@pytest.fixture
def web(any_lab: Lab) -> Iterator[Web]:
    any_lab.start_broker()
    made = Web(any_lab.mqtt_port)
    made.client.listen("lab/response/x", lambda topic, payload: made.came.append((topic, payload)))
    made.client.start()
    wait_until(lambda: made.client.is_connected, seconds=20)
    yield made
    made.client.stop()


@pytest.fixture
def other(any_lab: Lab, web: Web) -> Iterator[Probe]:
    """Another client of the broker."""
    with probe(any_lab.mqtt_port) as made:
        yield made


def test_only_the_records_of_sessions_at_which_somebody_looks_come(web: Web, other: Probe) -> None:
    web.look_at("a", "b")
    assert web.topics(other, "a", "b", "c") == {"log/a", "log/b"}


def test_when_nobody_looks_any_more_nothing_comes(web: Web, other: Probe) -> None:
    web.look_at("a")
    web.look_only_at()
    assert web.topics(other, "a") == set()


def test_a_session_is_kept_over_one_sweep(web: Web, other: Probe) -> None:
    web.look_at("a")
    web.wanted.clear()
    web.logs.sweep()
    assert web.topics(other, "a") == {"log/a"}


def test_who_comes_back_in_time_keeps_the_session(web: Web, other: Probe) -> None:
    web.look_at("a")
    web.wanted.clear()
    web.logs.sweep()
    web.look_at("a")
    web.logs.sweep()
    assert web.topics(other, "a") == {"log/a"}


def test_beyond_the_limit_all_sessions_come_and_below_it_only_those_again(web: Web, other: Probe) -> None:
    many = [f"s{number}" for number in range(MAX_SESSIONS + 1)]
    web.look_at(*many)
    assert web.topics(other, many[0], many[-1], "c") == {f"log/{name}" for name in (many[0], many[-1], "c")}
    web.look_only_at(*many[1:])
    assert web.topics(other, many[0], many[-1], "c") == {f"log/{many[-1]}"}


def test_nothing_is_missed_where_one_filter_takes_the_place_of_another(web: Web, other: Probe) -> None:
    web.look_at("s0")
    many, sent = [f"s{number}" for number in range(MAX_SESSIONS + 1)], 0
    for change, sessions in [(web.look_at, many), (web.look_only_at, ["s0"])] * 5:
        for _ in range(50):
            other.connection.publish("log/s0", b"%d" % sent, qos=1)
            sent += 1
        change(*sessions)
    other.publish("log/s0", b"end")
    wait_until(lambda: ("log/s0", b"end") in web.came)
    assert [payload for _, payload in dict.fromkeys(web.came)] == [*(b"%d" % number for number in range(sent)), b"end"]


def test_after_the_broker_was_away_the_sessions_come_again_and_are_late(any_lab: Lab, web: Web, other: Probe) -> None:
    web.look_at("a")
    any_lab.services["broker"].kill()
    wait_until(lambda: not web.client.is_connected)
    any_lab.services["broker"].start()
    wait_until(lambda: web.late == ["a"], seconds=20)
    wait_until(lambda: other.connection.is_connected, seconds=20)
    assert web.topics(other, "a", "b") == {"log/a"}


def test_without_a_broker_nobody_waits_and_the_session_is_late(any_lab: Lab) -> None:
    web = Web(any_lab.mqtt_port)
    web.look_at("a")
    any_lab.start_broker()
    web.client.start()
    wait_until(lambda: web.late == ["a"], seconds=20)
    web.client.stop()


class SlowBroker:
    """A broker that answers a SUBSCRIBE when told."""

    is_connected = True

    def __init__(self) -> None:
        self.answers: list[Callable[[], None]] = []

    def subscribe(self, _filters: Sequence[tuple[str, int]], on_suback: Callable[[], None]) -> None:
        self.answers.append(on_suback)

    def unsubscribe(self, filters: Sequence[str]) -> None:
        raise AssertionError(f"nothing is unsubscribed here: {filters}")


def test_a_session_is_late_when_the_broker_answers_after_the_viewers_patience() -> None:
    broker, late = SlowBroker(), list[str]()
    logs = LogSubscriptions(broker, is_wanted=lambda _: True, on_late=late.append, patience=0.01)
    logs.ensure("a")
    assert late == []
    broker.answers[0]()
    assert late == ["a"]


def test_a_session_is_not_late_for_those_who_waited() -> None:
    broker, late = SlowBroker(), list[str]()
    logs = LogSubscriptions(broker, is_wanted=lambda _: True, on_late=late.append, patience=0.01)
    logs.ensure("a")
    broker.answers[0]()
    logs.ensure("a")
    assert (late, len(broker.answers)) == (["a"], 1)
