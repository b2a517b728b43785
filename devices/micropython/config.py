"""Copy this to your board and change it to what your teacher tells."""

WIFI_NAME = "classroom"
WIFI_PASSWORD = ""

HOST = "192.168.0.10"  # the laptop where the lab runs
PORT = 1883  # with TLS 8883
CA = ""  # with TLS: the file that the page's /ca.pem gives, on the board: "ca.pem"
USERNAME = ""  # in a lab that asks for accounts: the role
PASSWORD = ""  # and what `python lab.py device add <role>` told

SESSION = "aula1"
ROLE = "esp32-1"  # each board its own: two boards with one role throw each other out
EVERY_SECONDS = 5

LED_PIN = 2  # the LED of most ESP32 boards; on a Raspberry Pi Pico W it is "LED"
