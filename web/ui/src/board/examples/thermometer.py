# pt: Termômetro: publica a temperatura e a umidade do DHT22 a cada 5 segundos.
# en: Thermometer: publishes the temperature and the humidity of the DHT22 every 5 seconds.
from machine import Pin
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

sensor = dht.DHT22(Pin(4))
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
    # pt: encode: o umqtt conta bytes, e "°" tem dois.
    # en: encode: umqtt counts bytes, and "°" has two.
    client.publish(CHAT, json.dumps(message).encode(), qos=1)

while True:
    try:
        connect()
        say(
            {
                "device": "thermometer",
                "values": [
                    {"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 50},
                    {"key": "humidity", "kind": "number", "unit": "%", "least": 0, "greatest": 100},
                ],
            }
        )
        while True:
            sensor.measure()
            reading = {"temperature": sensor.temperature(), "humidity": sensor.humidity()}
            print(reading)
            say(reading)
            # pt: check_msg percebe que a conexão caiu; ping a mantém viva.
            # en: check_msg notices that the connection is lost; ping keeps it alive.
            client.ping()
            client.check_msg()
            time.sleep(5)
    except OSError as error:
        # pt: A rede caiu: tenta de novo.
        # en: The network failed: try again.
        print("network:", error)
        time.sleep(2)
