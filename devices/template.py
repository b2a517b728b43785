"""My first device: a sensor with a light.  /  Meu primeiro dispositivo: um sensor com uma luz.

    pip install paho-mqtt
    python template.py

Then open the page of the session.  /  Depois abra a página da sessão.
"""

import json
import random
import secrets
import time
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

# ---- Change this.  /  Mude isto. ----
HOST = "127.0.0.1"  # where the lab runs  /  onde está o laboratório
PORT = 1883
SESSION = "aula1"  # the conversation  /  a conversa
ROLE = "meu-sensor"  # my name in it  /  o meu nome nela
PASSWORD = ""  # in a closed lab, of the account ROLE  /  num laboratório fechado, da conta ROLE
CA_FILE = ""  # with TLS, on PORT 8883: the page's /ca.pem  /  com TLS, na PORT 8883: o /ca.pem da página
EVERY_SECONDS = 5.0

# What I am, what I report, what I obey: the page draws gauges and switches from it.
# O que sou, o que informo, a que obedeço: com isto a página desenha mostradores e chaves.
DESCRIPTION: dict[str, Any] = {
    "device": "my-sensor",
    "values": [
        {"key": "temperature", "kind": "number", "unit": "°C", "least": 0, "greatest": 50},
        {"key": "light", "kind": "boolean"},
    ],
    "commands": [{"word": "on", "kind": "switch", "off": "off", "key": "light"}],
}
state = {"light": False}


def measure() -> dict[str, Any]:
    """Read your sensor here.  /  Leia o seu sensor aqui."""
    return {"temperature": round(random.uniform(20, 25), 1)}


def obey(command: str) -> dict[str, Any]:
    """Do what a message to me says; return my answer.  /  Faça o que uma mensagem para mim diz; devolva a resposta."""
    if command in ("on", "liga", "off", "desliga"):
        state["light"] = command in ("on", "liga")
        return {"light": state["light"]}
    if command in ("describe", "descreve"):
        return DESCRIPTION
    return {"text": "I obey / Obedeço: on, off, describe"}


# ---- From here on nothing has to change.  /  Daqui em diante nada precisa mudar. ----
CHAT, TO, STATUS = f"chat/{SESSION}/{ROLE}", f"to/{SESSION}/{ROLE.lower()}", f"status/{SESSION}/{ROLE}"
REJECTED = f"lab/rejected/{ROLE}"
last = {"seq": 0, "at": ""}
client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"lab-{SESSION}-{ROLE}")


def say(message: dict[str, Any]) -> None:
    """Publish. Until the broker acknowledges it, paho sends it again, also after a reconnection; by its id the lab logs
    it once.  /  Publica. Até o broker confirmar, o paho reenvia; pelo id o laboratório registra uma vez só."""
    client.publish(CHAT, json.dumps({"id": secrets.token_hex(8), **message}), qos=1)


def on_connect(_client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
    """Birth.  /  Nascimento."""
    if reason.is_failure:
        print(f"The broker refuses me: {reason}. In a closed lab PASSWORD is that of the account {ROLE!r}.")
        print(f"O broker me recusa: {reason}. Num laboratório fechado PASSWORD é a senha da conta {ROLE!r}.")
        return
    client.subscribe([(TO, 1), (REJECTED, 1)])
    client.publish(STATUS, "online", qos=1, retain=True)
    print(f"Connected as {ROLE} in {SESSION}.  /  Conectado como {ROLE} em {SESSION}.")


def on_subscribe(_client: Any, _data: Any, _mid: int, reasons: list[Any], _properties: Any) -> None:
    """An account may listen to its own name alone.  /  Uma conta só pode ouvir o seu próprio nome."""
    if any(reason.is_failure for reason in reasons):
        print(f"I may not listen to {TO}: is {ROLE!r} the name of my account, and {SESSION!r} its session?")
        print(f"Não posso ouvir {TO}: {ROLE!r} é o nome da minha conta, e {SESSION!r} a sua sessão?")


def on_message(_client: Any, _data: Any, message: mqtt.MQTTMessage) -> None:
    """A command, or why the lab refuses what I said.  /  Um comando, ou por que o laboratório recusou o que disse."""
    try:
        record = json.loads(message.payload)
        if message.topic == REJECTED:
            print(f"The lab refuses what I said  /  O laboratório recusa o que eu disse: {record['detail']}")
            return
        if record["seq"] <= last["seq"] and record["at"] <= last["at"]:
            return  # each command once: it may come again  /  cada comando uma vez: ele pode vir de novo
        last.update(seq=record["seq"], at=record["at"])
        text = record.get("text", "").strip()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return  # nothing that the lab sends  /  nada que o laboratório envie
    if text.lower().startswith(f"@{ROLE.lower()}"):
        text = text[len(ROLE) + 1 :]
    say(obey(text.strip(" \t\r\n,:;.!").lower()))


def main() -> None:
    """Connect, measure, and connect again when it must.  /  Conecta, mede, e reconecta quando é preciso."""
    client.on_connect, client.on_subscribe, client.on_message = on_connect, on_subscribe, on_message
    client.will_set(STATUS, "offline", qos=1, retain=True)  # when I am lost  /  quando eu me perder
    if PASSWORD:
        client.username_pw_set(ROLE, PASSWORD)
    if CA_FILE:
        client.tls_set(CA_FILE)
    say(DESCRIPTION)
    say(state)
    due = time.monotonic()
    while True:
        try:
            client.connect(HOST, PORT, keepalive=30)
            while client.loop(0.2) == mqtt.MQTT_ERR_SUCCESS:
                if client.is_connected() and time.monotonic() >= due:
                    due = time.monotonic() + EVERY_SECONDS
                    say(measure())
        except OSError as error:
            print(f"{HOST}:{PORT}: {error}")
        print("No connection. I try again in 2 seconds.  /  Sem conexão. Tento de novo em 2 segundos.")
        time.sleep(2)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # Ctrl-C: goodbye  /  tchau
        client.publish(STATUS, "offline", qos=1, retain=True)
        client.disconnect()
