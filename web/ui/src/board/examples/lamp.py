# pt: Lâmpada que obedece: escreva "@nome on" ou "@nome off" na janela de outro papel.
# en: A lamp that obeys: write "@name on" or "@name off" in the window of another role.
from machine import Pin
from umqtt.simple import MQTTClient
import json
import network
import time

# pt: Numa placa de verdade, escreva aqui a rede e o endereço do laboratório. Nesta página nada disso é usado.
# en: On a real board, write the network and the address of the lab here. This page uses none of it.
WIFI_NAME, WIFI_PASSWORD = "classroom", ""
HOST = "192.168.0.10"
PORT = 1883
USERNAME, PASSWORD = None, None
SESSION = "demo"
ROLE = "board-1"

CHAT, STATUS = "chat/%s/%s" % (SESSION, ROLE), "status/%s/%s" % (SESSION, ROLE)
TO = "to/%s/%s" % (SESSION, ROLE.lower())

led = Pin(2, Pin.OUT)
client = MQTTClient("lab-%s-%s" % (SESSION, ROLE), HOST, port=PORT, user=USERNAME, password=PASSWORD, keepalive=60)
client.set_last_will(STATUS, "offline", retain=True, qos=1)


def connect():
    wlan = network.WLAN(network.STA_IF)
    wlan.active(True)
    if not wlan.isconnected():
        wlan.connect(WIFI_NAME, WIFI_PASSWORD)
    while not wlan.isconnected():
        time.sleep(0.2)
    client.connect()
    client.publish(STATUS, "online", retain=True, qos=1)


def say(message):
    client.publish(CHAT, json.dumps(message).encode(), qos=1)


def tell():
    say({"text": "ligada" if led.value() else "desligada", "on": bool(led.value())})


def obey(words):
    print("heard:", words)
    if words in ("on", "liga"):
        led.on()
        tell()
    elif words in ("off", "desliga"):
        led.off()
        tell()
    elif words in ("describe", "descreve"):
        describe()
    else:
        say({"text": "on, off"})


def describe():
    say(
        {
            "device": "lamp",
            "values": [{"key": "on", "kind": "boolean"}],
            "commands": [{"word": "on", "kind": "switch", "off": "off", "key": "on"}],
        }
    )


# pt: Um comando pode chegar duas vezes: só o que tem seq maior, ou hora mais nova, é novidade.
# en: A command may come twice: only what has a greater seq, or a later time, is news.
last, heard, pinged = {"seq": 0, "at": ""}, [], time.ticks_ms()


def is_news(record):
    if record["seq"] <= last["seq"] and record["at"] <= last["at"]:
        return False
    last["seq"], last["at"] = record["seq"], record["at"]
    return True


def words_of(record):
    # pt: O comando, sem o nosso nome na frente: "on" de "@lamp on".
    # en: The command, without our name before it: "on" of "@lamp on".
    text, name = record.get("text", "").strip().lower(), "@" + ROLE.lower()
    return text[len(name) :].strip(" ,:;.!") if text.startswith(name) else text


def on_message(topic, payload):
    # pt: Só anota: quem chama pode estar no meio de um publish.
    # en: Only notes it: the caller may be in the middle of a publish.
    record = json.loads(payload)
    if is_news(record):
        heard.append(words_of(record))


def listen():
    global pinged
    client.check_msg()
    while heard:
        obey(heard.pop(0))
    # pt: Um ping de vez em quando mantém a conexão viva.
    # en: A ping now and then keeps the connection alive.
    if time.ticks_diff(time.ticks_ms(), pinged) > 20000:
        client.ping()
        pinged = time.ticks_ms()


client.set_callback(on_message)

while True:
    try:
        connect()
        client.subscribe(TO, qos=1)
        describe()
        say({"on": bool(led.value())})
        while True:
            listen()
            time.sleep_ms(100)
    except OSError as error:
        # pt: A rede caiu: tenta de novo.
        # en: The network failed: try again.
        print("network:", error)
        time.sleep(2)
