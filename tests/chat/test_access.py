"""chat.access: which topics an account may use; the coverage of filters, held to brute force."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.access import INTAKE, RELAY, SERVICES, WEB, covers, device_account, matches, service_account
from chat.errors import TopicError
from chat.topic import LAG_PROBE, LOOPBACK_PROBE

LAMP = device_account("lamp")
LAMP_OF_AULA1 = device_account("lamp", ["aula1"])

_LEVELS = ("", "a", "b", "$x")
_TOPICS = ["/".join(levels) for count in (1, 2, 3, 4) for levels in product(_LEVELS, repeat=count)][1:]


def _brings(topic_filter: str, topic: str) -> bool:
    """MQTT 3.1.1, section 4.7, word for word."""
    if topic.startswith("$") and topic_filter[0] in "+#":
        return False
    wanted, levels = topic_filter.split("/"), topic.split("/")
    for place, level in enumerate(wanted):
        if level == "#":
            return place <= len(levels)
        if place == len(levels) or level not in ("+", levels[place]):
            return False
    return len(wanted) == len(levels)


@st.composite
def filters(draw: st.DrawFn) -> str:
    """A valid filter of at most three levels, so that topics of four levels tell two filters apart."""
    levels = draw(st.lists(st.sampled_from([*_LEVELS, "+"]), min_size=1, max_size=2))
    made = "/".join([*levels, *draw(st.sampled_from([[], ["#"], [draw(st.sampled_from(["+", "a"]))]]))])
    return draw(st.sampled_from([made or "+", "#"])) if draw(st.integers(0, 9)) == 0 else made or "+"


@given(filters(), filters())
@example("/+/#", "/#")
def test_a_filter_covers_another_exactly_when_it_brings_every_topic_that_the_other_brings(
    allowed: str, wanted: str
) -> None:
    brought = [topic for topic in _TOPICS if _brings(wanted, topic)]
    assert covers(allowed, wanted) == all(_brings(allowed, topic) for topic in brought)


@given(filters(), st.sampled_from(_TOPICS))
def test_a_topic_matches_as_section_4_7_says(topic_filter: str, topic: str) -> None:
    assert matches(topic_filter, topic) == _brings(topic_filter, topic)


@pytest.mark.parametrize(
    ("allowed", "wanted"),
    [
        ("chat/+", "chat/#"),
        ("chat/+/lamp", "chat/+/+"),
        ("chat/+/#", "chat/#"),
        ("log/aula1", "log/+"),
        ("#", "$SYS/#"),
        ("+/#", "$share/g/chat/#"),
        ("chat/#", "#"),
        ("chat/#", "+/+/+"),
    ],
)
def test_a_wildcard_does_not_widen_what_is_allowed(allowed: str, wanted: str) -> None:
    assert not covers(allowed, wanted)


def test_a_device_speaks_as_itself_alone() -> None:
    topics = ("chat/aula1/lamp", "status/aula1/lamp", "chat/aula1/usuario", "status/aula1/usuario", "chat/lamp")
    assert [LAMP.may_publish(topic) for topic in topics] == [True, True, False, False, False]


@pytest.mark.parametrize(
    "topic",
    ["log/aula1", "to/aula1/lamp", "to/aula1/tv", "lab/rejected", "lab/request/delete", "lab/bridge", "$SYS/x", "x"],
)
def test_a_device_writes_nothing_of_the_labs(topic: str) -> None:
    assert not LAMP.may_publish(topic)


def test_a_device_of_all_sessions_reads_them_all() -> None:
    wanted = ("chat/#", "chat/+/lamp", "log/+", "to/+/lamp", "status/#", "lab/rejected/lamp", "lab/bridge")
    assert all(LAMP.may_subscribe(one) for one in wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        "#",
        "+/aula1",
        "lab/#",
        "lab/request/+",
        "lab/response/+",
        "$SYS/#",
        "lab/rejected",
        "lab/rejected/tv",
        "lab/synced",
        "to/#",
        "to/aula1/#",
        "to/+/+",
        "to/aula1/tv",
        "to/aula1/lamp/#",
    ],
)
def test_a_device_reads_nothing_else(wanted: str) -> None:
    assert not LAMP.may_subscribe(wanted)


def test_a_device_of_a_session_reads_and_writes_there_alone() -> None:
    assert LAMP_OF_AULA1.may_subscribe("chat/aula1/+")
    assert LAMP_OF_AULA1.may_subscribe("log/aula1")
    assert LAMP_OF_AULA1.may_subscribe("to/aula1/lamp")
    assert not LAMP_OF_AULA1.may_subscribe("to/aula2/lamp")
    assert not LAMP_OF_AULA1.may_subscribe("to/+/lamp")
    assert not LAMP_OF_AULA1.may_subscribe("chat/+/lamp")
    assert not LAMP_OF_AULA1.may_publish("chat/aula2/lamp")


def test_a_device_reads_what_addresses_it_in_its_spelling_and_in_small_letters() -> None:
    reads = [device_account("Lamp").may_subscribe(topic) for topic in ("to/a/Lamp", "to/a/lamp", "to/a/LAMP")]
    assert reads == [True, True, False]


@pytest.mark.parametrize("role", ["lab", "lab.web", "a/b", "+", ""])
def test_no_device_has_a_name_of_the_labs(role: str) -> None:
    with pytest.raises(TopicError):
        device_account(role)


@pytest.mark.parametrize("topic", ["log/aula1", "to/aula1/lamp"])
def test_the_bridge_alone_writes_records(topic: str) -> None:
    assert [name for name in SERVICES if service_account(name).may_publish(topic)] == [RELAY]


@pytest.mark.parametrize("topic", [LOOPBACK_PROBE, LAG_PROBE])
def test_the_relay_alone_publishes_the_probes_of_the_bridge(topic: str) -> None:
    accounts = [LAMP, *map(service_account, SERVICES)]
    assert [account.name for account in accounts if account.may_publish(topic)] == [RELAY]


def test_the_web_asks_and_does_not_answer() -> None:
    web = service_account(WEB)
    assert web.may_publish("lab/request/create")
    assert web.may_publish("lab/web")
    assert not web.may_publish("lab/response/create")


def test_the_intake_hears_every_message() -> None:
    assert service_account(INTAKE).may_subscribe("chat/#")


def test_a_device_describes_itself_alone_for_home_assistant() -> None:
    mine, other = "homeassistant/device/aula1/lamp/config", "homeassistant/device/aula1/tv/config"
    assert [LAMP.may_publish(topic) for topic in (mine, other)] == [True, False]
    assert LAMP_OF_AULA1.may_publish(mine)
    assert not LAMP_OF_AULA1.may_publish("homeassistant/device/aula2/lamp/config")


def test_an_account_of_all_sessions_can_be_home_assistants() -> None:
    filters = ("homeassistant/+/+/config", "homeassistant/+/+/+/config", "homeassistant/status")
    assert [LAMP.may_subscribe(topic) for topic in filters] == [True] * 3
    assert [LAMP_OF_AULA1.may_subscribe(topic) for topic in filters] == [False] * 3
    assert [account.may_publish("homeassistant/status") for account in (LAMP, LAMP_OF_AULA1)] == [True, False]
