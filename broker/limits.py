"""What a client may cost the broker. The same numbers for mosquitto and for amqtt, so that a lesson runs on either."""

MAX_PACKET = 1024 * 1024
"""Largest MQTT packet, in bytes. A message of the lab is at most LAB_MAX_PAYLOAD, itself at most 1 MiB."""

MAX_QUEUED_MESSAGES = 200_000
"""Messages that wait for one MQTT session (the bridge's, while it is away) before newer ones are dropped."""

MAX_QUEUED_BYTES = 128 * 1024 * 1024
"""Payload bytes that wait for one MQTT session."""

MAX_INFLIGHT = 1000
"""Messages sent to a client and not yet acknowledged (mosquitto, which sends more by itself once it has a backlog). The
bridge acknowledges in batches, after an fsync."""

MAX_INFLIGHT_EMBEDDED = 4000
"""The same for amqtt: with 1000 it waits for the bridge in a flood, and takes 53,000 messages a second, not 70,000."""

SESSION_EXPIRY_DAYS = 7
"""How long an MQTT session outlives its connection."""

MAX_WAITING_QOS0 = 10_000
"""Messages before a QoS 0 message is dropped for a connected client that reads too slowly (amqtt)."""

MAX_RETAINED = 10_000
"""Topics with a retained message (amqtt)."""

MAX_RETAINED_BYTES = 64 * 1024 * 1024
"""Payload bytes of all retained messages (amqtt)."""

CONNECT_SECONDS = 10.0
"""Time from the connection to its complete CONNECT packet (amqtt)."""

PRESSED_AT = 8000
"""Messages that wait for a connected client with a session to keep (the bridge) before its publishers are slowed down
(amqtt; mosquitto slows them by saving its state)."""

PRESSED_PAUSE = 0.01
"""Seconds between two packets of each publisher, while that is so: a flood waits for itself, the others hardly do."""

MAX_CONNECTIONS = 2000
"""Connections at once (amqtt; mosquitto: as many as the process may open files)."""

MAX_ABSENT_SESSIONS = 1000
"""MQTT sessions that are kept while their clients are away, besides those of the lab's own services (amqtt). Each takes
some 40 KB, and what waits in it."""

MAX_CLIENT_ID = 256
"""Characters of a client id (amqtt). The standard promises 23 (MQTT 3.1.1, section 3.1.3.1)."""

MAX_SUBSCRIPTIONS = 1000
"""Topic filters of one MQTT session (amqtt)."""

MAX_TOPIC = 1024
"""Characters of a topic that somebody publishes to (amqtt): a longer one is refused before anything remembers it."""

MAX_FILTER = 1024
"""Characters of a topic filter (amqtt). The lab's own topics are shorter than 100."""

MAX_ROUTES_BYTES = 16 * 1024 * 1024
"""Bytes that the remembered routes from topics to their subscribers take (amqtt)."""
