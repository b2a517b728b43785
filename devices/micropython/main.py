"""A lamp with a thermometer, for an ESP32 or a Pico W: the rules of docs/protocol.md on one page.

It says something again until the broker has acknowledged it, and obeys what is said to it, each thing once. What goes
wrong it tells on the console, once.
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
DESCRIPTION = {
    "device": "lamp",
    "values": [
        {"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 50},
        {"key": "on", "kind": "boolean"},
    ],
    "commands": [{"word": "on", "kind": "switch", "off": "off", "key": "on"}],
}

MOST_READINGS, MOST_WAITING = 8, 16  # readings that wait while the network is away leave room for answers
SILENCE_MS, WIFI_MS = 10000, 10000

NO_NETWORK, WRONG_PASSWORD = (201, 212, -2), (202, 204, 15, 210, 211, -3)  # WLAN.status(): ESP32's, the Pico W's last
TROUBLES = {
    "no name": ("no machine is called %s" % config.HOST, "nenhuma máquina se chama %s" % config.HOST),
    "no answer": (
        "nothing answers at %s:%d: does the lab run there?" % (config.HOST, config.PORT),
        "nada responde em %s:%d: o lab está rodando lá?" % (config.HOST, config.PORT),
    ),
    "untrusted": (
        "the certificate at %s is not trusted: CA must be the lab's ca.pem, and HOST a name in it" % config.HOST,
        "o certificado em %s não é confiável: CA deve ser o ca.pem do lab, e HOST um nome nele" % config.HOST,
    ),
    "no tls": (
        "TLS does not begin at %s:%d: is this the port of TLS?" % (config.HOST, config.PORT),
        "o TLS não começa em %s:%d: esta é a porta do TLS?" % (config.HOST, config.PORT),
    ),
    "account": ("the lab refuses this user name and password", "o lab recusa este usuário e esta senha"),
    "refused": ("the lab refuses the connection (code %d)", "o lab recusa a conexão (código %d)"),
    "role": (
        'in a lab with accounts the user name is the role: "%s" is not %s' % (config.USERNAME, config.ROLE),
        'em um lab com contas o usuário é o papel: "%s" não é %s' % (config.USERNAME, config.ROLE),
    ),
    "forbidden": (
        "the account %s may not use the session %s" % (config.USERNAME, config.SESSION),
        "a conta %s não pode usar a sessão %s" % (config.USERNAME, config.SESSION),
    ),
    "lost": ("the connection is lost", "a conexão caiu"),
    "silence": (
        "connected, but nothing is acknowledged: the lab does not log, is its bridge running?",
        "conectado, mas nada é confirmado: o lab não grava, a bridge está rodando?",
    ),
    "no network": (
        'no Wi-Fi network is called "%s"' % config.WIFI_NAME,
        'nenhuma rede Wi-Fi se chama "%s"' % config.WIFI_NAME,
    ),
    "wifi password": ("the Wi-Fi password is wrong", "a senha do Wi-Fi está errada"),
    "wifi": ("the Wi-Fi does not connect (status %d)", "o Wi-Fi não conecta (status %d)"),
}

waiting = []  # what the broker has not acknowledged yet: [payload, packet id; 0: not sent on this connection]
state = {"on": False, "count": 0, "last_seq": 0, "last_at": "", "birth": 0, "trouble": "", "refusal": "", "alive_ms": 0}


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


def describe():
    say(dict(DESCRIPTION))


def tell(kind, number=None):
    """Print what goes wrong, in both languages, once: until it is over, or something else goes wrong."""
    if kind == "forbidden" and config.USERNAME != config.ROLE:
        kind = "role"
    told = " / ".join([text if number is None else text % number for text in TROUBLES[kind]])
    if state["trouble"] != told:
        state["trouble"] = told
        print("device:", told)


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
    """Do what is said, and tell the state when it has changed."""
    if words in ("on", "liga", "off", "desliga"):
        state["on"] = words in ("on", "liga")
        if led:
            led.value(state["on"])
        say({"text": "ligada" if state["on"] else "desligada", "on": state["on"]})
    elif words in ("describe", "descreve"):
        describe()
    else:
        say({"text": "on, off, describe"})


def on_up():
    client.subscribe(TO)
    client.subscribe(REJECTED)
    state["birth"], state["alive_ms"] = client.publish(STATUS, b"online", retain=True), ticks_ms()
    for entry in waiting:
        entry[1] = 0


def on_message(topic, payload):
    try:
        heard = json.loads(payload)
        if topic == TO:
            if is_news(heard):
                obey(words_of(heard))
        elif heard["topic"] == CHAT and heard["reason"] != state["refusal"]:
            state["refusal"] = heard["reason"]
            print("device: refused: %s / recusado: %s" % (heard["reason"], heard["reason"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # not a record: not ours to judge


def on_acknowledged(mid):
    if mid == state["birth"]:  # the broker has taken what was sent before it
        print("device: ready", config.ROLE, "in", config.SESSION)
    elif mid in [entry[1] for entry in waiting]:
        waiting[:] = [entry for entry in waiting if entry[1] != mid]
        state["trouble"], state["alive_ms"] = "", ticks_ms()


def on_trouble(cause):
    if cause != "refused":
        tell(cause)
    elif client.code in (4, 5):
        tell("account")
    else:
        tell(cause, client.code)


def send_what_waits():
    for entry in waiting:
        if not entry[1]:
            entry[1] = client.publish(CHAT, entry[0])
    if not waiting or not client.up:
        state["alive_ms"] = ticks_ms()
    elif ticks_diff(ticks_ms(), state["alive_ms"]) > SILENCE_MS:
        tell("silence")


def authority():
    """Whom to trust over TLS: the file of config.CA, out of PEM (RFC 7468). None: without TLS."""
    if not config.CA:
        return None
    try:
        with open(config.CA, "rb") as file:
            return binascii.a2b_base64(file.read().split(b"-----")[2])
    except (OSError, IndexError, ValueError):  # it is not there, or is something else
        return b"nobody"


class Wifi:
    """The Wi-Fi. Does not wait: it tries until it works, and tells why it does not."""

    def __init__(self):
        self._station = network.WLAN(network.STA_IF)
        self._station.active(True)  # noqa: FBT003 - MicroPython's own interface
        try:  # noqa: SIM105 - MicroPython has no contextlib
            self._station.config(reconnects=2)  # an ESP32 that tries for ever does not say why it fails
        except (ValueError, TypeError):
            pass  # a Pico W does
        self._connect()

    def _connect(self):
        self._since_ms = ticks_ms()
        self._station.connect(config.WIFI_NAME, config.WIFI_PASSWORD)

    def is_up(self):
        if self._station.isconnected():
            self._since_ms = ticks_ms()
            return True
        status = self._station.status()
        if status in NO_NETWORK:
            tell("no network")
        elif status in WRONG_PASSWORD:
            tell("wifi password")
        if ticks_diff(ticks_ms(), self._since_ms) > WIFI_MS:
            if status not in NO_NETWORK and status not in WRONG_PASSWORD:
                tell("wifi", status)
            self._connect()
        return False


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
client.on_trouble = on_trouble
if config.USERNAME and config.USERNAME != config.ROLE:
    tell("role")
wifi = Wifi() if network else None
describe()
say({"on": state["on"]})
measured_ms = ticks_ms()
while True:
    if wifi is None or wifi.is_up() or client.up:
        client.step()
        send_what_waits()
    if ticks_diff(ticks_ms(), measured_ms) >= config.EVERY_SECONDS * 1000:
        measured_ms = ticks_ms()
        report({"temperature": read_temperature()})
    time.sleep(0.01)
