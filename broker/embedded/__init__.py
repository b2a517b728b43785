"""amqtt inside this process, bounded and made to keep what the bridge relies on."""
