"""amqtt 0.12 inside this process, bounded and made to keep what the bridge relies on.

What amqtt does, and after the arrow what is done here, by overriding or through its own interfaces:

- outbox: forgets a message that is not acknowledged within 5 seconds, or before the connection ends -> sends it again
  with DUP and the same packet id, in order.
- outbox, auth: sends what waited for an absent client as retained, and lets nothing wait for an anonymous one -> as it
  was published, for every persistent session.
- outbox, sender: queues, and writes to a client that does not read, without a limit -> limits.py; what is dropped is
  in the log.
- connection: acknowledges a message before it is on its way, and loses it when its publisher then leaves -> the other
  way round.
- connection: never ends a connection whose keep-alive ran out -> after one and a half times.
- framing, admission: reads a packet of any size, and waits for CONNECT for ever -> 1 MiB, 10 seconds.
- packets: takes invalid UTF-8 for its repr, and lengths that reach beyond the packet -> closes the connection.
- server: wipes the session that a CONNECT with a wrong password names -> asks for the password first.
- gate: anybody names any client id, and so takes over another's session -> in a closed lab it is the user name.
- server: on a take-over leaves the older connection open, or marks the newer as gone -> ends the older one first.
- server: gives a client that connects whatever is retained for anybody's subscription -> at SUBSCRIBE, its own.
- server: delivers at the subscriber's QoS, once for each filter that matches -> at the lower QoS, once.
- server: retains what is published to `chat/...` with the retain flag -> never.
- server: does not bound subscriptions, nor the length of their filters -> limits.py.
- places: does not bound connections -> when all places are taken, who has said nothing yet gives way.
- origin: lets the pages of any site connect over WebSocket -> only the lab's own.
- server: reads from a publisher as fast as it can, whatever waits already -> slows publishers down, each by itself,
  while much waits for the bridge.
- all: about 2,400 QoS 1 messages a second to a persistent session -> about 17,000 (same machine, same clients).

What stays as it is, and a class should know:

- Everything is in memory. Sessions, what waits in them, and retained messages end with the process; a PUBACK promises
  no more than that the message is in the queues of this process.
- MQTT 3.1.1 only: a client that asks for MQTT 5 or 3.1 is refused.
- An open lab has no access rules: who may connect may use every topic. A closed one has its gate, and not amqtt's own
  TopicAccessControlListPlugin, which lets a client that may subscribe to `chat/+` subscribe to `chat/#`.
- Plugins are not told of packets, messages, or clients that come and go; they are asked who may do what.
"""
