"""What the parts of the lab share of MQTT 3.1.1: the codec and the connections. Knows no sessions and no records."""
