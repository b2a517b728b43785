"""Limits on what one client may use. Both brokers have the same limits where mosquitto has a setting for them."""

MAX_PACKET = 1024 * 1024
"""Largest MQTT packet, in bytes. A message of the lab is at most LAB_MAX_PAYLOAD, itself at most 1 MiB."""

MAX_QUEUED_MESSAGES = 200_000
"""Messages that wait for one MQTT session before newer ones are dropped. The bridge needs them while it is away."""

MAX_QUEUED_BYTES = 128 * 1024 * 1024
"""Payload bytes that wait for one MQTT session."""

MAX_UNLOGGED_MESSAGES = 50_000
"""Messages that wait for the bridge before a publisher's next one of QoS 1 or 2 has to wait (amqtt)."""

MAX_UNLOGGED_BYTES = 64 * 1024 * 1024
"""Bytes of their topics and payloads."""

MAX_UNACKNOWLEDGED_MESSAGES = 5000
"""The part of one connection of MAX_UNLOGGED_MESSAGES, so that one client alone does not fill it (amqtt)."""

MAX_UNACKNOWLEDGED_BYTES = 8 * 1024 * 1024
"""The part of one connection of MAX_UNLOGGED_BYTES."""

MAX_READ_AHEAD = 65536
"""Bytes that are read of a connection whose next message has to wait, to find its PINGREQ among them (amqtt)."""

UNLOGGED_ALARM = 5.0
"""Seconds that a message has waited for the bridge when the console says so (amqtt)."""

MAX_INFLIGHT = 1000
"""Messages sent to a client and not yet acknowledged (mosquitto, which exceeds it while it has a backlog). The bridge
acknowledges in batches, after an fsync."""

MAX_INFLIGHT_EMBEDDED = 4000
"""The same for amqtt. With 1000 it waits for the bridge in a flood: it takes 53,000 messages a second, not 70,000."""

MAX_INFLIGHT_BRIDGE = 20_000
"""The same for the bridge: what it may sync together. With slow syncs that decides how many messages it logs."""

SESSION_EXPIRY_DAYS = 7
"""How long an MQTT session outlives its connection."""

MAX_WAITING_QOS0 = 10_000
"""Messages that wait for a connected client before a QoS 0 message for it is dropped (amqtt)."""

MAX_RETAINED = 10_000
"""Topics with a retained message (amqtt)."""

MAX_RETAINED_BYTES = 64 * 1024 * 1024
"""Payload bytes of all retained messages (amqtt)."""

CONNECT_SECONDS = 10.0
"""Time from the connection to its complete CONNECT packet (amqtt)."""

PRESSED_AT = 8000
"""Messages that wait for a connected client with a persistent session (the bridge) before publishers are slowed down
(amqtt; mosquitto slows nobody down)."""

PRESSED_PAUSE = 0.01
"""Seconds between two packets of a publisher above PRESSED_AT, at QoS 0 and for what is not logged."""

FLOOD = 20
"""Messages of one connection that are not acknowledged, from which on it counts as a flood: paho has 20 under way."""

FLOODED_AT = 8000
"""Messages, at least, that wait for the bridge before the next one of a flood has to wait. Others have room beyond, and
their messages soon have their turn."""

MAX_CONNECTIONS = 4000
"""Connections at once (amqtt; mosquitto: as many as the process may open files). Each takes some 30 KB with two
subscriptions and a retained status: 120 MiB in all. So a fleet of 2,000 devices fits beside a class."""

RESERVED_CONNECTIONS = 32
"""Connections beyond these, for the lab's own services alone (amqtt): so the bridge comes back when all are taken."""

MAX_ABSENT_SESSIONS = 1000
"""MQTT sessions that are kept while their clients are away, besides those of the lab's own services (amqtt). Each takes
some 40 KB, and what waits in it."""

MAX_CLIENT_ID = 256
"""Characters of a client id (amqtt). The standard promises 23 (MQTT 3.1.1, section 3.1.3.1)."""

MAX_SUBSCRIPTIONS = 1000
"""Topic filters of one MQTT session (amqtt)."""

MAX_TOPIC = 1024
"""Characters of the topic of a PUBLISH (amqtt). A longer one is refused before it is stored."""

MAX_FILTER = 1024
"""Characters of a topic filter (amqtt). The lab's own topics are shorter than 100."""

MAX_ROUTES_BYTES = 16 * 1024 * 1024
"""Bytes of the cached routes from topics to their subscribers (amqtt)."""
