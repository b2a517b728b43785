"""The MQTT broker of the lab: amqtt (pure Python) in its own process, or mosquitto for who chooses it."""
