"""The MQTT broker of the lab: mosquitto when it is installed, amqtt (pure Python) when it is not."""
