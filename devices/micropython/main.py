"""A lamp with a thermometer, for an ESP32 or a Pico W: the rules of docs/protocol.md on one page.

It says something again until the broker has acknowledged it, and obeys what is said to it, each thing once.
"""

import binascii
import json
import os
import time

import config
from mqtt_min import Client, ticks_diff, ticks_ms

try:
    import network
    from machine import Pin

    led = Pin(config.LED_PIN, Pin.OUT)
except ImportError:  # no board: a laptop
    network = led = None

CHAT = "chat/%s/%s" % (config.SESSION, config.ROLE)
STATUS = "status/%s/%s" % (config.SESSION, config.ROLE)
TO = "to/%s/%s" % (config.SESSION, config.ROLE.lower())  # what is said to us, each record alone
REJECTED = "lab/rejected/%s" % config.ROLE
PREFIX = binascii.hexlify(os.urandom(4)).decode()  # another after every start, so that ids never come twice

MOST_READINGS, MOST_WAITING = 8, 16  # readings that wait while the network is away leave room for answers

waiting = []  # what the broker has not acknowledged yet: [payload, packet id; 0: not sent on this connection]
state = {"on": False, "count": 0, "last_seq": 0, "last_at": "", "birth": 0}


def read_temperature():
    """Put your sensor here. Degrees Celsius."""
    return 20 + os.urandom(1)[0] / 100


def say(message):
    """Keep a message until it is acknowledged; of more than 16 give up the oldest: the last answer tells the state."""
    state["count"] += 1
    message["id"] = "%s-%d" % (PREFIX, state["count"])
    waiting.append([json.dumps(message).encode(), 0])
    del waiting[:-MOST_WAITING]


def report(reading):
    """Say a reading, or leave it out when 8 messages wait."""
    if len(waiting) < MOST_READINGS:
        say(reading)


def announce():
    say({"device": "lamp", "commands": ["on", "off"]})


def is_news(record):
    """Whether it was not heard yet: a record may come twice. A low seq with a later time is of a new log."""
    if record["seq"] <= state["last_seq"] and record["at"] <= state["last_at"]:
        return False
    state["last_seq"], state["last_at"] = record["seq"], max(record["at"], state["last_at"])
    return record["role"] != config.ROLE


def words_of(record):
    """Its text in small letters, without our name before it: "on" of "@esp32-1: on"."""
    text, mention = record.get("text", "").strip().lower(), "@" + config.ROLE.lower()
    return text[len(mention) :].lstrip(" \t\r\n,:;.!") if text.startswith(mention) else text


def obey(words):
    if words in ("on", "liga", "off", "desliga"):
        state["on"] = words in ("on", "liga")
        if led:
            led.value(state["on"])
        say({"text": "ligada" if state["on"] else "desligada", "on": state["on"]})
    else:
        say({"text": "on, off"})


def on_up():
    client.subscribe(TO)
    client.subscribe(REJECTED)
    state["birth"] = client.publish(STATUS, b"online", retain=True)
    for entry in waiting:
        entry[1] = 0


def on_message(topic, payload):
    try:
        heard = json.loads(payload)
        if topic == TO:
            if is_news(heard):
                obey(words_of(heard))
        elif heard["topic"] == CHAT:
            print("device: refused:", heard["reason"])
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # not a record: not ours to judge


def on_acknowledged(mid):
    if mid == state["birth"]:  # the broker has taken what was sent before it
        print("device: ready", config.ROLE, "in", config.SESSION)
    waiting[:] = [entry for entry in waiting if entry[1] != mid]


def send_what_waits():
    for entry in waiting:
        if not entry[1]:
            entry[1] = client.publish(CHAT, entry[0])


def authority():
    """Whom to trust over TLS: the file of config.CA, out of PEM (RFC 7468). None: without TLS."""
    if not config.CA:
        return None
    with open(config.CA, "rb") as file:
        return binascii.a2b_base64(file.read().split(b"-----")[2])


def wifi():
    """Join the network. Does not wait: the client tries until it works."""
    station = network.WLAN(network.STA_IF)
    station.active(True)  # noqa: FBT003 - MicroPython's own interface
    station.connect(config.WIFI_NAME, config.WIFI_PASSWORD)  # and again by itself when it is lost


client = Client(
    config.HOST,
    config.PORT,
    "lab-%s-%s" % (config.SESSION, config.ROLE),
    (STATUS, "offline"),
    user=config.USERNAME,
    password=config.PASSWORD,
    ca=authority(),
)
client.on_up, client.on_message, client.on_acknowledged = on_up, on_message, on_acknowledged
if network:
    wifi()
announce()
measured_ms = ticks_ms()
while True:
    client.step()
    send_what_waits()
    if ticks_diff(ticks_ms(), measured_ms) >= config.EVERY_SECONDS * 1000:
        measured_ms = ticks_ms()
        report({"temperature": read_temperature()})
    time.sleep(0.01)
