# pt: Termostato: aquece (LED vermelho) até a temperatura pedida. Escreva "@nome set 25" ou gire o botão.
# en: Thermostat: heats (red LED) up to the temperature that was set. Write "@name set 25", or turn the knob.
from machine import ADC, Pin
from umqtt.simple import MQTTClient
import dht
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

sensor, heater, knob = dht.DHT22(Pin(4)), Pin(12, Pin.OUT), ADC(Pin(34))
client = MQTTClient("lab-%s-%s" % (SESSION, ROLE), HOST, port=PORT, user=USERNAME, password=PASSWORD, keepalive=60)
client.set_last_will(STATUS, "offline", retain=True, qos=1)
target, knob_before = 22.0, None


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
    # pt: encode: o umqtt conta bytes, e "°" tem dois.
    # en: encode: umqtt counts bytes, and "°" has two.
    client.publish(CHAT, json.dumps(message).encode(), qos=1)


def turned():
    # pt: O botão giratório escolhe de 5 a 30 graus, mas só quando alguém o gira.
    # en: The knob chooses from 5 to 30 degrees, but only when somebody turns it.
    global target, knob_before
    knob_now = 5 + round(knob.read_u16() * 50 / 65535) / 2
    if knob_before is not None and knob_now != knob_before:
        target = knob_now
    knob_before = knob_now


def control(temperature):
    # pt: Meio grau de folga, para o aquecedor não ligar e desligar sem parar.
    # en: Half a degree of slack, so that the heater does not switch all the time.
    if temperature < target - 0.5:
        heater.on()
    elif temperature > target + 0.5:
        heater.off()


def obey(words):
    global target
    if words.startswith("set "):
        try:
            target = min(30.0, max(5.0, float(words[4:])))
        except ValueError:
            say({"text": "set 5 ... 30"})
    elif words in ("describe", "descreve"):
        describe()


def describe():
    say(
        {
            "device": "thermostat",
            "values": [
                {"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 50},
                {"key": "target", "kind": "number", "unit": "°C", "least": 5, "greatest": 30},
                {"key": "heating", "kind": "boolean"},
            ],
            "commands": [{"word": "set", "kind": "slider", "key": "target", "least": 5, "greatest": 30, "step": 0.5}],
        }
    )


def report():
    turned()
    sensor.measure()
    control(sensor.temperature())
    reading = {"temperature": sensor.temperature(), "target": target, "heating": bool(heater.value())}
    print(reading)
    say(reading)


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
        while True:
            report()
            # pt: Três segundos em pedaços, para obedecer logo.
            # en: Three seconds in pieces, to obey soon.
            for _ in range(30):
                listen()
                time.sleep_ms(100)
    except OSError as error:
        # pt: A rede caiu: tenta de novo.
        # en: The network failed: try again.
        print("network:", error)
        time.sleep(2)
