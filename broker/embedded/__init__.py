"""amqtt 0.12 inside this process, bounded and made to keep what the bridge relies on.

What amqtt does, and after the arrow what is done here and in which module:

- outbox: forgets a message that is not acknowledged within 5 seconds, or before the connection ends -> sends it again
  with DUP and the same packet id, in order.
- outbox: sends what waited for an absent client as retained, and lets nothing wait for an anonymous one -> as it was
  published, for every persistent session.
- outbox, sender: queues, and writes to a client that does not read, without a limit -> limits.py; what is dropped is
  in the log.
- connection: acknowledges a message before it is delivered, and loses it when its publisher then leaves -> delivers it
  first.
- keep_alive: never ends a connection whose keep-alive ran out -> after one and a half times.
- framing, admission: reads a packet of any size, and waits for CONNECT for ever -> 1 MiB, 10 seconds.
- mqtt.packets: takes invalid UTF-8 for its repr, and lengths that reach beyond the packet -> closes the connection.
- admission: closes the connection of a client that speaks MQTT 3.1 -> says in a CONNACK which version it wants.
- server: wipes the session that a CONNECT with a wrong password names -> asks for the password first.
- access_control: any client may take over the session of another by its client id -> in a closed lab the client id is
  the user name.
- server: on a take-over leaves the older connection open, or marks the newer as gone -> ends the older one first, its
  will included.
- amqtt_private: removes a session by its client id, also that of a newer connection -> removes the session it means.
- retained: gives a client that connects whatever is retained for anybody's subscription -> at SUBSCRIBE, its own.
- subscriptions: delivers at the subscriber's QoS, once for each filter that matches -> at the lower QoS, once.
- subscriptions, retained: no limits on subscriptions, the length of filters, and retained messages -> limits.py.
- server: retains what is published to `chat/...` with the retain flag -> never.
- absent_sessions: no limit on the sessions of clients that are away -> 1,000; those without a subscription go first,
  those of the lab's own services never.
- connection_limits: no limit on connections -> when all are taken, the oldest that has sent nothing is closed.
- origin: lets the pages of any site connect over WebSocket -> only the lab's own.
- pause: reads from a publisher as fast as it can, whatever waits already -> slows publishers down, each by itself,
  while much waits for the bridge.
- receipts, acknowledgements, bridge_session, pause: acknowledges a message when it is in a queue of this process, and
  drops it when the queue is full -> acknowledges a message of a chat when the bridge has; its publisher waits, and only
  its PINGREQ is answered.

What stays as it is, and a class should know:

- Everything is in memory. Sessions, what waits in them, and retained messages end with the process. For a message
  outside of `chat/...` a PUBACK promises no more than that it is in the queues of this process.
- MQTT 3.1.1 only: a client that asks for MQTT 5 or 3.1 is refused, and told so.
- An open lab has no access rules: a client that may connect may use every topic. A closed one has access_control.
- amqtt's plugins are not used. Its TopicAccessControlListPlugin lets a client that may subscribe to `chat/+` subscribe
  to `chat/#`.
"""
