"""The bridge: MQTT -> log files -> MQTT. It takes messages, makes them records on the disk, and relays the records."""
