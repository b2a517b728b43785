"""What the embedded broker retains, and how much."""

from broker.embedded.retained import RetainedMessages
from mqtt.packets import Publish


def publication(topic: str, payload: bytes, qos: int = 1) -> Publish:
    """A PUBLISH with the retain flag."""
    return Publish(topic, payload, qos, 1, True)


def payloads(retained: RetainedMessages, topic_filter: str = "#") -> list[bytes]:
    """What a subscription to this filter brings."""
    return [message.payload for message in retained.matching(topic_filter)]


def test_the_last_message_of_each_topic_is_retained() -> None:
    retained = RetainedMessages()
    for topic, payload in (("a", b"1"), ("b", b"2"), ("a", b"3")):
        assert retained.retain(publication(topic, payload))
    assert sorted(payloads(retained)) == [b"2", b"3"]


def test_an_empty_payload_clears_its_topic_alone() -> None:
    retained = RetainedMessages()
    retained.retain(publication("a", b"1"))
    retained.retain(publication("b", b"2"))
    assert retained.retain(publication("a", b""))
    assert retained.retain(publication("never", b""))
    assert payloads(retained) == [b"2"]


def test_only_what_matches_the_filter_comes() -> None:
    retained = RetainedMessages()
    retained.retain(publication("status/aula1/lamp", b"online"))
    retained.retain(publication("status/aula2/lamp", b"offline"))
    assert payloads(retained, "status/aula1/+") == [b"online"]
    assert payloads(retained, "status/aula2/lamp") == [b"offline"]
    assert payloads(retained, "status/aula2/tv") == []


def test_a_topic_beyond_the_limit_is_not_retained_and_a_known_one_still_is() -> None:
    retained = RetainedMessages(max_topics=2)
    assert [retained.retain(publication(topic, b"1")) for topic in "abc"] == [True, True, False]
    assert retained.retain(publication("a", b"2"))


def test_topics_and_payloads_are_bounded_in_bytes() -> None:
    retained = RetainedMessages(max_bytes=100)
    assert retained.retain(publication("t" * 60, b"p" * 40))
    assert not retained.retain(publication("u", b"p"))
    assert retained.retain(publication("t" * 60, b""))
    assert retained.retain(publication("u", b"p"))
