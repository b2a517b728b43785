"""The fault lab: a proxy before the broker that loses, doubles, delays and cuts MQTT packets, by rules."""
