"""A lamp with a thermometer, for an ESP32 or a Pico W: the rules of docs/protocol.md on one page.

It says something again until it sees it in the log, and obeys what was said to it after it came, each thing once.
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
LOG = "log/%s" % config.SESSION
REJECTED = "lab/rejected/%s" % config.ROLE
PREFIX = binascii.hexlify(os.urandom(4)).decode()  # another after every start, so that ids never come twice

MOST_READINGS, MOST_WAITING = 8, 16  # readings that wait while the network is away leave room for answers
MOST_EARLY = 8

waiting = []  # what is not in the log yet: [id, payload, sent_ms]
early = []  # commands that came before our first record, which shows whether they are news: (seq and at, words)
state = {"on": False, "count": 0, "last_seq": None, "last_at": ""}


def read_temperature():
    """Put your sensor here. Degrees Celsius."""
    return 20 + os.urandom(1)[0] / 100


def say(message):
    """Keep a message until it is in the log; of more than 16 give up the oldest: the last answer tells the state."""
    state["count"] += 1
    message["id"] = "%s-%d" % (PREFIX, state["count"])
    waiting.append([message["id"], json.dumps(message).encode(), None])
    del waiting[:-MOST_WAITING]


def report(reading):
    """Say a reading, or leave it out when 8 messages wait."""
    if len(waiting) < MOST_READINGS:
        say(reading)


def forget(message_id):
    waiting[:] = [entry for entry in waiting if entry[0] != message_id]


def announce():
    say({"device": "lamp", "commands": ["on", "off"]})


def is_news(record):
    """Whether it was not heard yet. A low seq with a later time: a new log."""
    if record["seq"] <= state["last_seq"] and record["at"] <= state["last_at"]:
        return False
    state["last_seq"], state["last_at"] = record["seq"], max(record["at"], state["last_at"])
    return True


def begin(own):
    """The first of our records: what was said after it is news, also what came before it."""
    state["last_seq"], state["last_at"] = own["seq"], own["at"]
    for record, words in early:
        if record["seq"] > own["seq"] and record["at"] >= own["at"] and is_news(record):
            obey(words)
    early.clear()


def words_for_me(record):
    text, mention = record.get("text", "").strip().lower(), "@" + config.ROLE.lower()
    if text.split(" ")[0] == mention:
        return text[len(mention) :].strip()
    return text if record.get("to") == config.ROLE else None


def obey(words):
    if words in ("on", "liga", "off", "desliga"):
        state["on"] = words in ("on", "liga")
        if led:
            led.value(state["on"])
        say({"text": "ligada" if state["on"] else "desligada", "on": state["on"]})
    else:
        say({"text": "on, off"})


def on_up():
    client.subscribe(LOG)
    client.publish(STATUS, b"online", retain=True)
    client.subscribe(REJECTED)
    for entry in waiting:
        entry[2] = None
    print("device: ready", config.ROLE, "in", config.SESSION)


def on_message(topic, payload):
    for line in payload.split(b"\n"):
        try:
            heard = json.loads(line)
            if topic == LOG:
                on_record(heard)
            elif heard["topic"] == CHAT:
                print("device: refused:", heard["reason"])
                forget(heard.get("id"))
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # not a record: not ours to judge


def on_record(record):
    words = None
    if record["role"] != config.ROLE:
        words = words_for_me(record)
    else:
        forget(record.get("id"))
        if state["last_seq"] is None and record.get("id", "").startswith(PREFIX):
            begin(record)
    if state["last_seq"] is not None:
        if is_news(record) and words is not None:
            obey(words)
    elif words is not None:
        early.append(({"seq": record["seq"], "at": record["at"]}, words))
        del early[:-MOST_EARLY]


def send_what_waits():
    for entry in waiting:
        due = entry[2] is None or ticks_diff(ticks_ms(), entry[2]) > config.RESEND_SECONDS * 1000
        if due and client.publish(CHAT, entry[1]):
            entry[2] = ticks_ms()


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
client.on_up, client.on_message = on_up, on_message
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
