"""PUBLISH packets as the receiver sees them, encoded for a stream."""

from mqtt.packets import publish
from mqtt.publish_stream import Delivery


def encode(one: Delivery) -> bytes:
    """Encode the packet that gives this delivery."""
    return publish(one.topic, one.payload, qos=one.qos, mid=one.mid, retain=one.retain, dup=one.dup)
