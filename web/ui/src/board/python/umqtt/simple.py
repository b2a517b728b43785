"""umqtt.simple's interface, on the page's own connection to the lab.

The board is the page's role: host, user and password are not used, and the page tells who is present. With the port of the
role's line in the fault lab, what it publishes goes through that line. It may use the topics of a device (docs/protocol.md, "Accounts"). Publishing elsewhere raises OSError, subscribing MQTTException(128),
which a broker says in its SUBACK (MQTT 3.1.1, section 3.9.3).
"""

import _board
import _bridge


class MQTTException(Exception):
    pass


def _text(value):
    return value if isinstance(value, str) else bytes(value).decode()


def _raise_when(reason):
    if reason:
        raise OSError(reason)


class MQTTClient:
    def __init__(
        self, client_id, server, port=0, user=None, password=None, keepalive=0, ssl=None, ssl_params=None
    ):
        self.client_id, self.server, self.port = client_id, server, port
        self.user, self.pswd, self.keepalive, self.cb = user, password, keepalive, None

    def set_callback(self, f):
        self.cb = f

    def set_last_will(self, topic, msg, retain=False, qos=0):
        assert 0 <= qos <= 2
        assert topic

    def connect(self, clean_session=True, timeout=None):
        _raise_when(_bridge.mqtt_connect(self.port))
        return 0

    def disconnect(self):
        _bridge.mqtt_disconnect()

    def ping(self):
        _raise_when(_bridge.mqtt_fault())

    def publish(self, topic, msg, retain=False, qos=0):
        assert qos in (0, 1)
        _board.dispatch()
        try:
            text = _text(msg)
        except UnicodeError:
            raise OSError("the page can publish text only") from None
        _raise_when(_bridge.mqtt_publish(_text(topic), text, bool(retain), qos))

    def subscribe(self, topic, qos=0):
        assert self.cb is not None, "Subscribe callback is not set"
        _raise_when(_bridge.mqtt_fault())
        if not _bridge.mqtt_subscribe(_text(topic)):
            raise MQTTException(128)

    def check_msg(self):
        """Call the callback with one message, if there is one."""
        _board.dispatch()
        _raise_when(_bridge.mqtt_fault())
        topic = _bridge.mqtt_next()
        if topic:
            self.cb(topic.encode(), _bridge.mqtt_payload().encode())

    def wait_msg(self):
        """Wait for one message, and call the callback with it."""
        while True:
            _board.dispatch()
            _raise_when(_bridge.mqtt_fault())
            topic = _bridge.mqtt_next()
            if topic:
                self.cb(topic.encode(), _bridge.mqtt_payload().encode())
                return
            _bridge.wait(_board.until_due(1000))
