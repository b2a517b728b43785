"""A closed lab: who may come in and what each may do, the same claims on both brokers, packet by packet."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from chat.access import INTAKE, RELAY, WEB
from chat.credentials import add_device, load, remove_device
from chat.topic import LAG_PROBE, LOOPBACK_PROBE
from mqtt.frames import CONNACK, PUBREC, packet, string
from mqtt.packets import connect, publish
from tests.broker.wire import Wire
from tests.support.acknowledging_bridge import AcknowledgingBridge
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until

EVERYTHING = ("chat/#", "log/#", "to/#", "status/#", "lab/#")
REFUSED, GRANTED, NOT_AUTHORIZED = b"\x80", b"\x01", 5


@dataclass(frozen=True)
class Closed:
    """A closed lab's broker, running, with the devices `lamp` (all sessions) and `tv` (aula1 alone)."""

    lab: Lab
    service: Service
    passwords: dict[str, str]
    bridge: AcknowledgingBridge

    @property
    def is_embedded(self) -> bool:
        """Whether it is amqtt."""
        return self.lab.broker_kind == "amqtt"

    @contextmanager
    def client(self, name: str, *, client_id: str = "any", clean: bool = True) -> Iterator[Wire]:
        """A connected client of an account. The bridge's own is away while a test takes its place."""
        if name == INTAKE:
            self.bridge.stop()
        try:
            yield from self._client(name, client_id=client_id, clean=clean)
        finally:
            if name == INTAKE:
                self.bridge.start()

    def _client(self, name: str, *, client_id: str, clean: bool) -> Iterator[Wire]:
        with Wire(self.lab.mqtt_port) as wire:
            came = wire.connect(client_id, clean=clean, user=name, password=self.passwords[name])
            assert came.body[1] == 0, came
            yield wire

    @contextmanager
    def watcher(self) -> Iterator[Wire]:
        """The web's account, which reads everything."""
        with self.client(WEB) as wire:
            for topic_filter in EVERYTHING:
                wire.subscribe(topic_filter)
            while wire.ping().kind == 3:  # what earlier tests left retained
                pass
            while not wire.is_quiet():
                pass
            yield wire

    def add(self, role: str, *sessions: str) -> None:
        """Give a device an account, while the broker runs."""
        self.passwords[role] = add_device(self.lab.folder / "data", role, sessions)
        wait_until(lambda: self.code(role, self.passwords[role]) == 0, seconds=5, what=f"{role} is let in")

    def code(self, user: str, password: str) -> int:
        """The CONNACK's code for a user name and a password."""
        with Wire(self.lab.mqtt_port) as wire:
            return wire.connect("any", user=user, password=password).body[1]


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def closed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """The same lab on each broker."""
    lab = Lab(tmp_path_factory.mktemp(request.param), broker_kind=request.param, settings={"LAB_ACCESS": "on"})
    passwords = {
        "lamp": add_device(lab.folder / "data", "lamp"),
        "tv": add_device(lab.folder / "data", "tv", ("aula1",)),
    }
    service = lab.start_broker()
    wait_until(lambda: "broker: ready" in service.text(), what=service.text)
    passwords |= dict(load(lab.folder / "data").services)
    with AcknowledgingBridge(lab.mqtt_port, INTAKE, passwords[INTAKE]) as bridge:
        yield Closed(lab, service, passwords, bridge)
    lab.stop()


def delivered(wire: Wire) -> list[bytes]:
    """The payloads that come to a client, but for the embedded broker's refusals on `lab/rejected`."""
    return [came.payload for came in wire.pending() if b'"reason":"not-allowed"' not in came.payload]


def test_nobody_is_anonymous(closed: Closed) -> None:
    with Wire(closed.lab.mqtt_port) as wire:
        assert wire.connect("x").body[1] == NOT_AUTHORIZED
        assert wire.closed_by_broker()


@pytest.mark.parametrize(
    ("user", "password"),
    [("lamp", "wrong"), ("lamp", ""), ("nobody", "x"), (INTAKE, "wrong"), (INTAKE, ""), ("LAMP", "wrong"), ("#", "x")],
)
def test_a_wrong_password_opens_nothing(closed: Closed, user: str, password: str) -> None:
    assert closed.code(user, password) == NOT_AUTHORIZED


def test_the_password_of_one_is_not_the_password_of_another(closed: Closed) -> None:
    assert closed.code("tv", closed.passwords["lamp"]) == NOT_AUTHORIZED
    assert closed.code(INTAKE, closed.passwords["lamp"]) == NOT_AUTHORIZED


@pytest.mark.parametrize(
    ("flags", "fields"),
    [(0xC2, ("lab.bridge", "", "")), (0x82, ("lab.bridge", "lab.bridge")), (0x82, ("lamp", "")), (0xC2, ("", "", ""))],
    ids=["empty user and password", "no password", "empty user, no password", "everything empty"],
)
def test_a_name_left_empty_opens_nothing(closed: Closed, flags: int, fields: tuple[str, ...]) -> None:
    with Wire(closed.lab.mqtt_port) as wire:
        wire.send(packet(0x10, string("MQTT") + bytes([4, flags, 0, 0]) + b"".join(map(string, fields))))
        assert wire.expect(CONNACK).body[1] == NOT_AUTHORIZED


def test_nobody_takes_over_the_session_of_another_by_its_client_id(closed: Closed) -> None:
    with closed.client(RELAY, clean=False) as relay, closed.client("lamp", client_id=RELAY) as lamp:
        relay.subscribe("chat/#")
        lamp.publish("chat/aula1/lamp", b"still here")
        assert relay.receive(1)[0].payload == b"still here"
        relay.unsubscribe("chat/#")


def test_nor_over_websocket(closed: Closed) -> None:
    tv = Client(CallbackAPIVersion.VERSION2, "lamp", transport="websockets")
    tv.username_pw_set("tv", closed.passwords["tv"])
    with closed.client("lamp", client_id="lamp") as lamp:
        tv.connect("127.0.0.1", closed.lab.ws_port)
        tv.loop_start()
        wait_until(tv.is_connected)
        assert lamp.is_quiet()
        tv.disconnect()
        tv.loop_stop()


def test_a_wrong_password_leaves_the_session_that_it_names_alone(closed: Closed) -> None:
    with closed.client(INTAKE, clean=False) as bridge:
        assert closed.code(INTAKE, "wrong") == NOT_AUTHORIZED
        assert bridge.is_quiet()


def test_the_second_connection_of_an_account_ends_the_first(closed: Closed) -> None:
    with closed.client("lamp", client_id="one") as first, closed.client("lamp", client_id="two") as second:
        assert first.closed_by_broker()
        assert second.is_quiet()


def test_an_account_finds_its_session_again(closed: Closed) -> None:
    with closed.client("lamp", client_id="one", clean=False) as lamp:
        lamp.subscribe("log/+")
    with closed.client(RELAY) as relay:
        relay.publish("log/aula1", b"while it was away")
    with closed.client("lamp", client_id="two", clean=False) as lamp:
        assert lamp.receive(1)[0].payload == b"while it was away"
    with closed.client("lamp"):
        pass  # a clean session, so that nothing waits for the next test


@pytest.mark.parametrize(
    ("user", "topic"),
    [
        ("lamp", "chat/aula1/lamp"),
        ("lamp", "status/any/lamp"),
        ("tv", "chat/aula1/tv"),
        (RELAY, "log/aula1"),
        (RELAY, "to/aula1/lamp"),
        (RELAY, "lab/rejected"),
        (WEB, "chat/aula1/usuario"),
        (WEB, "lab/request/ping"),
    ],
)
def test_what_an_account_may_publish_arrives(closed: Closed, user: str, topic: str) -> None:
    with closed.watcher() as watcher:
        if user == WEB:
            watcher.send(publish(topic, b"x"))
        else:
            with closed.client(user) as wire:
                wire.publish(topic, b"x")
        assert watcher.expect(3).topic == topic


FORBIDDEN = [
    ("lamp", "chat/aula1/usuario"),
    ("lamp", "chat/aula1/Lamp"),
    ("lamp", "chat/aula1/lamp/x"),
    ("lamp", "chat/lamp"),
    ("lamp", "status/aula1/usuario"),
    ("tv", "chat/aula2/tv"),
    ("tv", "status/aula2/tv"),
    ("lamp", "log/aula1"),
    ("lamp", "to/aula1/lamp"),
    ("lamp", "to/aula1/tv"),
    ("lamp", "lab/rejected"),
    ("lamp", "lab/bridge"),
    ("lamp", "lab/request/delete"),
    ("lamp", "lab/response/delete"),
    (INTAKE, "log/aula1"),
    (INTAKE, "to/aula1/lamp"),
    (INTAKE, "chat/aula1/usuario"),
]


@pytest.mark.parametrize(("user", "topic"), FORBIDDEN)
def test_what_an_account_may_not_publish_is_acknowledged_and_dropped(closed: Closed, user: str, topic: str) -> None:
    with closed.watcher() as watcher, closed.client(user) as wire:
        wire.send(publish(topic, b"at QoS 0"))
        wire.publish(topic, b"at QoS 1")
        wire.send(publish(topic, b"at QoS 2", qos=2, mid=7))
        wire.expect(PUBREC)
        assert delivered(watcher) == []


@pytest.mark.parametrize(
    "topic", ["log/aula1", "lab/response/delete", "status/aula1/tv", "lab/bridge", LOOPBACK_PROBE, LAG_PROBE]
)
def test_the_web_may_publish_as_a_browser_and_not_as_the_bridge(closed: Closed, topic: str) -> None:
    with closed.client(RELAY) as relay, closed.client(WEB) as web:
        for tree in ("chat/#", "lab/#", "status/#"):
            relay.subscribe(tree)
        while not relay.is_quiet():
            pass
        web.publish(topic, b"x")
        assert bool(delivered(relay)) == (topic == "status/aula1/tv")


@pytest.mark.parametrize(("user", "came"), [(WEB, False), (INTAKE, False), ("tv", False), (RELAY, True)])
def test_the_relay_alone_addresses_a_device(closed: Closed, user: str, came: bool) -> None:
    with closed.client("lamp") as lamp, closed.client(user) as wire:
        lamp.subscribe("to/aula1/lamp")
        wire.publish("to/aula1/lamp", b"x")
        assert bool(delivered(lamp)) == came


@pytest.mark.parametrize(
    ("user", "topic"), [("lamp", "status/aula1/usuario"), ("tv", "log/aula1"), ("lamp", "lab/bridge")]
)
def test_nothing_is_retained_on_the_topic_of_another(closed: Closed, user: str, topic: str) -> None:
    with closed.client(user) as wire:
        wire.publish(topic, b"forged", retain=True)
    with closed.client(WEB) as watcher:
        watcher.subscribe(topic)
        assert watcher.is_quiet()


@pytest.mark.parametrize("topic", ["chat/aula1/usuario", "status/aula1/usuario", "log/aula1"])
def test_a_will_on_the_topic_of_another_is_dropped(closed: Closed, topic: str) -> None:
    with closed.watcher() as watcher:
        with Wire(closed.lab.mqtt_port) as wire:
            wire.send(connect("x", user="lamp", password=closed.passwords["lamp"], will=(topic, b"will")))
            wire.expect(CONNACK)
        _wait_gone(closed, "lamp")
        assert delivered(watcher) == []


def _wait_gone(closed: Closed, name: str) -> None:
    """See that an account's connection is over: a second one would else end it, and its will come only then."""
    with closed.client(name) as wire:
        wire.ping()


def test_a_will_of_ones_own_is_published(closed: Closed) -> None:
    with closed.watcher() as watcher:
        with Wire(closed.lab.mqtt_port) as wire:
            password = closed.passwords["lamp"]
            wire.send(connect("x", user="lamp", password=password, will=("status/aula1/lamp", b"offline")))
            wire.expect(CONNACK)
        assert watcher.receive(1)[0].payload == b"offline"


READABLE = [
    ("lamp", "chat/#", "chat/aula2/usuario"),
    ("lamp", "log/+", "log/aula2"),
    ("lamp", "to/+/lamp", "to/aula2/lamp"),
    ("tv", "to/aula1/tv", "to/aula1/tv"),
    ("lamp", "lab/rejected/lamp", "lab/rejected/lamp"),
    ("tv", "chat/aula1/+", "chat/aula1/usuario"),
    ("tv", "log/aula1", "log/aula1"),
    ("tv", "lab/bridge", "lab/bridge"),
]


@pytest.mark.parametrize(("user", "topic_filter", "topic"), READABLE)
def test_what_an_account_may_read_comes(closed: Closed, user: str, topic_filter: str, topic: str) -> None:
    with closed.client(user) as reader, closed.client(RELAY) as relay:
        assert reader.subscribe(topic_filter).body[2:] == GRANTED
        relay.publish(topic, b"x")
        assert reader.receive(1)[0].topic == topic


@pytest.mark.parametrize("topic", [LOOPBACK_PROBE, LAG_PROBE])
def test_the_probes_of_the_bridge_come_through(closed: Closed, topic: str) -> None:
    with closed.client(INTAKE) as intake, closed.client(RELAY) as relay:
        intake.subscribe("chat/#")
        intake.pending()
        relay.send(publish(topic, b"probe", qos=1, mid=1))
        assert intake.receive(1)[0].payload == b"probe"


UNREADABLE = [
    ("tv", "chat/#", "chat/aula2/usuario"),
    ("tv", "chat/+/+", "chat/aula2/usuario"),
    ("tv", "chat/+/tv", "chat/aula2/tv"),
    ("tv", "+/aula2/#", "chat/aula2/usuario"),
    ("tv", "#", "chat/aula2/usuario"),
    ("tv", "+/+/+", "chat/aula2/usuario"),
    ("tv", "log/+", "log/aula2"),
    ("tv", "log/aula2", "log/aula2"),
    ("tv", "to/aula2/tv", "to/aula2/tv"),
    ("tv", "to/aula1/lamp", "to/aula1/lamp"),
    ("lamp", "to/#", "to/aula1/tv"),
    ("lamp", "to/+/+", "to/aula1/tv"),
    ("tv", "$share/g/chat/#", "chat/aula2/usuario"),
    ("lamp", "#", "lab/response/create"),
    ("lamp", "lab/#", "lab/response/create"),
    ("lamp", "lab/+/create", "lab/response/create"),
    ("lamp", "$share/g/lab/#", "lab/response/create"),
    ("lamp", "lab/rejected", "lab/rejected"),
    ("lamp", "lab/rejected/tv", "lab/rejected/tv"),
    ("lamp", "lab/rejected/+", "lab/rejected/tv"),
    ("lamp", "lab/synced", "lab/synced"),
    ("lamp", "$SYS/#", "lab/response/create"),
]


@pytest.mark.parametrize(("user", "topic_filter", "topic"), UNREADABLE)
def test_no_wildcard_widens_what_an_account_may_read(closed: Closed, user: str, topic_filter: str, topic: str) -> None:
    with closed.client(user) as reader, closed.client(RELAY) as relay:
        # mosquitto asks its access list before each delivery alone.
        assert reader.subscribe(topic_filter).body[2:] == (REFUSED if closed.is_embedded else GRANTED)
        relay.publish(topic, b"x")
        assert reader.is_quiet()


def test_what_is_retained_is_not_for_everybody(closed: Closed) -> None:
    with closed.client(WEB) as web:
        web.publish("status/aula2/usuario", b"online", retain=True)
    with closed.client("tv") as tv:
        tv.subscribe("status/+/+")
        assert tv.is_quiet()
    with closed.client(WEB) as web:
        web.publish("status/aula2/usuario", b"", retain=True)


def test_one_refused_filter_among_others_spoils_none(closed: Closed) -> None:
    with closed.client("tv") as tv, closed.client(RELAY) as relay:
        filters = b"".join(string(name) + b"\x01" for name in ("chat/#", "log/aula1"))
        tv.send(packet(0x82, struct.pack("!H", 1) + filters))
        tv.expect(9)
        relay.publish("log/aula1", b"x")
        assert tv.receive(1)[0].topic == "log/aula1"


def test_a_device_that_is_added_is_let_in_by_the_running_broker(closed: Closed) -> None:
    closed.add("fan", "aula1")
    with closed.watcher() as watcher, closed.client("fan") as fan:
        fan.publish("chat/aula1/fan", b"x")
        assert watcher.receive(1)[0].topic == "chat/aula1/fan"


def test_a_device_that_is_removed_is_put_out(closed: Closed) -> None:
    closed.add("fan")
    with Wire(closed.lab.mqtt_port, seconds=5) as fan:
        fan.connect("x", user="fan", password=closed.passwords["fan"])
        remove_device(closed.lab.folder / "data", "fan")
        assert fan.closed_by_broker()
    assert closed.code("fan", closed.passwords["fan"]) == NOT_AUTHORIZED


def test_the_embedded_broker_publishes_the_will_of_whom_it_puts_out(closed: Closed) -> None:
    """mosquitto does not: it has forgotten by then what its user was allowed."""
    closed.add("fan")
    with closed.watcher() as watcher, Wire(closed.lab.mqtt_port) as fan:
        fan.send(connect("x", user="fan", password=closed.passwords["fan"], will=("status/a/fan", b"offline")))
        fan.expect(CONNACK)
        remove_device(closed.lab.folder / "data", "fan")
        assert fan.closed_by_broker()
        assert watcher.is_quiet() != closed.is_embedded


def test_a_new_password_ends_the_old_one(closed: Closed) -> None:
    closed.add("fan")
    old = closed.passwords["fan"]
    closed.add("fan")
    assert closed.code("fan", old) == NOT_AUTHORIZED


def test_fewer_sessions_hold_for_what_was_subscribed_before(closed: Closed) -> None:
    closed.add("fan")
    with closed.client("fan", clean=False) as fan:
        fan.subscribe("chat/#")
    closed.add("fan", "aula1")
    with closed.client("fan", clean=False) as fan, closed.client(RELAY) as relay:
        relay.publish("chat/aula2/usuario", b"x")
        assert fan.is_quiet()


def test_the_others_notice_nothing_of_a_change(closed: Closed) -> None:
    with closed.client("lamp") as lamp:
        lamp.subscribe("log/+")
        closed.add("fan")
        with closed.client(RELAY) as relay:
            relay.publish("log/aula1", b"x")
        assert lamp.receive(1)[0].payload == b"x"


def test_no_password_is_in_what_the_broker_says(closed: Closed) -> None:
    said = closed.service.text()
    assert not [name for name, password in closed.passwords.items() if password in said]
