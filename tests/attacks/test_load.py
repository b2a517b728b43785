"""Floods: of messages and of sessions. The others are served, and every message is accounted for."""

import itertools
import threading

import orjson

from chat.rejections import MOST_OF_ONE
from mqtt.frames import PUBACK
from mqtt.packets import publish
from tests.attacks.target import Target
from tests.broker.wire import Wire
from tests.support.mqtt import Probe, probe
from tests.support.waiting import wait_until

FLOOD = 2000
NEW_SESSIONS = 20_000


def flood(port: int) -> None:
    """As fast as it goes, without an id, and every message acknowledged by the broker."""
    with Wire(port, seconds=100) as wire:
        wire.connect("flooder")
        wire.publish_many("chat/flooded/flooder", [b"%d" % n for n in range(FLOOD)], window=500)


def refused(watcher: Probe) -> int:
    """How many refusals were told or counted."""
    told = [orjson.loads(payload) for payload in watcher.payloads("lab/rejected")]
    return len(told) + sum(int(one.get("suppressed", 0)) for one in told)


def test_a_flood_from_one_delays_no_other_and_every_message_is_logged_or_told(target: Target) -> None:
    with probe(target.lab.mqtt_port, "lab/rejected", "log/quiet") as quiet:
        flooder = threading.Thread(target=flood, args=(target.lab.mqtt_port,))
        flooder.start()
        for n in itertools.count(1):
            quiet.publish("chat/quiet/usuario", f"m{n}")
            quiet.wait_for_records("quiet", n, seconds=20)
            if not flooder.is_alive():
                break
        said = [record["text"] for record in quiet.records("quiet")]
        wait_until(lambda: len(target.records("flooded")) + refused(quiet) >= FLOOD, seconds=60)
    assert said == [f"m{n}" for n in range(1, len(said) + 1)]
    logged = [int(record.text) for record in target.records("flooded")]
    assert logged == sorted(set(logged))


def test_thousands_of_new_sessions_from_one_client_make_few_folders(target: Target) -> None:
    before = len(list(target.lab.logs.iterdir()))
    with probe(target.lab.mqtt_port, "lab/rejected") as watcher, Wire(target.lab.mqtt_port, seconds=60) as wire:
        wire.connect("founder")
        for start in range(0, NEW_SESSIONS, 1000):
            wire.send(b"".join(publish(f"chat/new-{n}/founder", b"x") for n in range(start, start + 1000)))
        wire.send(publish("chat/ordinary/founder", b"at the end", qos=1, mid=1))
        wire.expect(PUBACK)
        wait_until(lambda: [record for record in target.records("ordinary") if record.role == "founder"], seconds=60)
        told = [orjson.loads(payload) for payload in watcher.wait_for("lab/rejected", MOST_OF_ONE)]
    assert "too-many-sessions" in {one["reason"] for one in told}
    assert len(list(target.lab.logs.iterdir())) - before < 400
