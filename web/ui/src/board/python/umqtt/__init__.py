"""MQTT clients, as in micropython-lib."""
