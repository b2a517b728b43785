"""Which sessions receive what is published to a topic."""

import pytest
from amqtt.session import Session

from broker.embedded.subscriptions import Subscriptions, is_filter
from broker.limits import MAX_FILTER, MAX_SUBSCRIPTIONS


def session(client_id: str) -> Session:
    """A session of this client."""
    made = Session()
    made.client_id = client_id
    return made


def test_a_session_with_overlapping_filters_is_a_target_once_at_its_highest_qos() -> None:
    subscriptions, bridge = Subscriptions(), session("bridge")
    subscriptions.add(bridge, "chat/#", 0)
    subscriptions.add(bridge, "chat/+/+", 2)
    assert subscriptions.targets("chat/aula1/lamp") == ((bridge, 2),)


def test_a_route_that_was_remembered_knows_later_subscriptions() -> None:
    subscriptions, bridge = Subscriptions(), session("bridge")
    assert subscriptions.targets("chat/aula1/lamp") == ()
    subscriptions.add(bridge, "chat/#", 1)
    assert subscriptions.targets("chat/aula1/lamp") == ((bridge, 1),)
    subscriptions.remove(bridge, ["chat/#"])
    assert subscriptions.targets("chat/aula1/lamp") == ()


def test_a_filter_without_a_wildcard_and_one_with_reach_the_same_topic() -> None:
    subscriptions, lamp, bridge = Subscriptions(), session("lamp"), session("bridge")
    subscriptions.add(lamp, "to/aula1/lamp", 0)
    subscriptions.add(bridge, "to/#", 1)
    assert subscriptions.targets("to/aula1/lamp") == ((lamp, 0), (bridge, 1))
    assert subscriptions.targets("to/aula1/tv") == ((bridge, 1),)


def test_a_filter_without_a_wildcard_changes_the_route_of_its_topic() -> None:
    subscriptions, lamp = Subscriptions(), session("lamp")
    assert subscriptions.targets("to/aula1/lamp") == ()
    subscriptions.add(lamp, "to/aula1/lamp", 1)
    assert subscriptions.targets("to/aula1/lamp") == ((lamp, 1),)
    subscriptions.remove(lamp, ["to/aula1/lamp"])
    assert subscriptions.targets("to/aula1/lamp") == ()


def test_a_filter_without_a_wildcard_leaves_the_routes_of_other_topics() -> None:
    subscriptions, lamp = Subscriptions(), session("lamp")
    subscriptions.targets("chat/aula1/tv")
    before = subscriptions.routes_bytes
    subscriptions.targets("to/aula1/lamp")
    subscriptions.add(lamp, "to/aula1/lamp", 1)
    assert subscriptions.routes_bytes == before > 0


def test_a_session_that_ends_leaves_a_newer_one_of_the_same_client_its_subscriptions() -> None:
    subscriptions, older, newer = Subscriptions(), session("lamp"), session("lamp")
    subscriptions.add(older, "log/aula1", 1)
    subscriptions.add(newer, "log/aula1", 1)
    subscriptions.remove_all(older)
    assert [target is newer for target, _ in subscriptions.targets("log/aula1")] == [True]


def test_an_unsubscription_from_what_nobody_subscribed_to_changes_nothing() -> None:
    subscriptions, bridge, other = Subscriptions(), session("bridge"), session("other")
    subscriptions.add(bridge, "chat/#", 1)
    subscriptions.remove(other, ["chat/#", "log/#"])
    assert subscriptions.targets("chat/aula1/lamp") == ((bridge, 1),)


@pytest.mark.parametrize("characters", [10, 1000, 65_000])
def test_the_remembered_routes_are_bounded_in_bytes(characters: int) -> None:
    subscriptions = Subscriptions(max_routes_bytes=1_000_000)
    for number in range(2_000):
        subscriptions.targets(f"{number:0{characters}}")
        assert subscriptions.routes_bytes <= 1_000_000


def test_a_route_to_many_targets_counts_as_much_as_it_takes() -> None:
    subscriptions = Subscriptions(max_routes_bytes=100_000)
    for number in range(1_000):
        subscriptions.add(session(f"c{number}"), "log/#", 0)
    for number in range(100):
        assert len(subscriptions.targets(f"log/s{number}")) == 1_000
        assert subscriptions.routes_bytes <= 100_000


def test_a_session_has_no_more_filters_than_the_limit() -> None:
    subscriptions, bridge = Subscriptions(), session("bridge")
    granted = [subscriptions.add(bridge, f"log/s{number}", 1) for number in range(MAX_SUBSCRIPTIONS + 1)]
    assert granted == [True] * MAX_SUBSCRIPTIONS + [False]
    assert subscriptions.add(bridge, "log/s0", 0)


@pytest.mark.parametrize("text", ["#", "+", "a/#", "+/+/#", "/", "a//b", "a/+/b", "x" * MAX_FILTER])
def test_what_is_a_topic_filter(text: str) -> None:
    assert is_filter(text)


@pytest.mark.parametrize("text", ["#/a", "a#", "a/b#", "##", "a/#/#", "a+", "+a/b", "++", "x" * (MAX_FILTER + 1)])
def test_what_is_no_topic_filter(text: str) -> None:
    assert not is_filter(text)
