"""chat.topic: which names there may be, and where things travel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import topic
from chat.errors import TopicError

SESSIONS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,47}", fullmatch=True).filter(lambda s: s not in topic._DEVICE_NAMES)
ROLES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", fullmatch=True).filter(
    lambda r: r.lower() not in {"lab", "bridge"}
)


@given(SESSIONS, ROLES)
def test_a_valid_topic_survives_writing_and_reading(session: str, role: str) -> None:
    made = topic.ChatTopic(session, role)
    assert topic.ChatTopic.parse(str(made)) == made


@given(st.text())
def test_any_text_is_a_topic_or_a_clear_refusal(text: str) -> None:
    try:
        parsed = topic.ChatTopic.parse(text)
    except TopicError as error:
        assert error.reason in {"bad-topic", "bad-session", "bad-role", "reserved-role"}
    else:
        assert str(parsed) == text


@pytest.mark.parametrize("name", ["con", "nul", "aux", "com1", "lpt9", "com0"])
def test_a_windows_device_names_no_session(name: str) -> None:
    with pytest.raises(TopicError, match="bad-session"):
        topic.check_session(name)


@pytest.mark.parametrize("name", ["", "..", "a/b", "Aula1", "-a", "_a", "a b", "á", "a" * 49, "a\n", "a\x00"])
def test_a_session_that_can_not_name_a_folder_everywhere_is_refused(name: str) -> None:
    with pytest.raises(TopicError, match="bad-session"):
        topic.check_session(name)


@pytest.mark.parametrize("name", ["lab", "Lab", "bridge", "BRIDGE"])
def test_the_labs_own_roles_are_reserved_in_any_case(name: str) -> None:
    with pytest.raises(TopicError, match="reserved-role"):
        topic.check_role(name)


@pytest.mark.parametrize("name", ["", "a" * 33, "a b", "a/b", "+", "#", "ação", "a\n"])
def test_a_role_outside_its_alphabet_is_refused(name: str) -> None:
    with pytest.raises(TopicError, match="bad-role"):
        topic.check_role(name)


@given(SESSIONS, ROLES)
def test_no_topic_of_a_message_is_longer_than_the_bound(session: str, role: str) -> None:
    assert len(str(topic.ChatTopic(session, role))) <= topic.MAX_CHAT_TOPIC == len(f"chat/{'s' * 48}/{'r' * 32}")


def test_topics_that_are_refused_are_not_remembered() -> None:
    before = topic.ChatTopic.parse.cache_info().currsize
    for n in range(10):
        with pytest.raises(TopicError):
            topic.ChatTopic.parse(f"chat/{n}/" + "x/" * 30000)
    assert topic.ChatTopic.parse.cache_info().currsize == before


@pytest.mark.parametrize("text", ["chat", "chat/a", "chat/a/b/c", "log/a/b", "/chat/a/b", "chat/a/b/"])
def test_a_topic_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(TopicError, match=r"bad-topic|bad-session"):
        topic.ChatTopic.parse(text)


def test_the_other_topics_are_built_from_the_names() -> None:
    assert (topic.log_topic("a1"), topic.status_topic("a1", "x")) == ("log/a1", "status/a1/x")
    assert (topic.request_topic("ping"), topic.response_topic("ping")) == ("lab/request/ping", "lab/response/ping")


def test_what_addresses_a_role_is_published_under_its_spelling_and_in_small_letters() -> None:
    assert topic.to_topics("a1", "lamp") == ("to/a1/lamp",)
    assert topic.to_topics("a1", "Lamp-B") == ("to/a1/Lamp-B", "to/a1/lamp-b")


def test_a_refusal_is_told_to_the_lab_and_to_its_role() -> None:
    assert topic.rejected_topics("chat/Aula/lamp") == ["lab/rejected", "lab/rejected/lamp"]


@pytest.mark.parametrize("text", ["", "chat", "chat/aula1", "chat/aula1/", "chat/a/lab", "chat/a/é", "x/" * 30000])
def test_a_refusal_without_a_valid_role_is_told_to_the_lab_alone(text: str) -> None:
    assert topic.rejected_topics(text)[:1] == ["lab/rejected"]
    assert text.startswith("x/") or len(topic.rejected_topics(text)) == 1


def test_a_status_names_its_session_and_role() -> None:
    assert topic.parse_status("status/aula1/lamp") == ("aula1", "lamp")


@pytest.mark.parametrize("text", ["status/aula1", "chat/aula1/lamp", "status/A/lamp", "status/aula1/lab"])
def test_a_status_of_nobody_is_refused(text: str) -> None:
    with pytest.raises(TopicError):
        topic.parse_status(text)


def test_the_last_level_names_the_session_of_a_log() -> None:
    assert topic.last_level(topic.log_topic("aula1")) == "aula1"
