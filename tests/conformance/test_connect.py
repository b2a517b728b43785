"""CONNECT and CONNACK: sections 3.1 and 3.2."""

import pytest

from mqtt.frames import CONNACK, PINGRESP
from mqtt.packets import connect
from tests.broker.wire import Wire
from tests.conformance.frames import Connect, answer_to, ends_the_connection, fresh

ACCEPTED, BAD_LEVEL, BAD_CLIENT_ID = b"\0\0", b"\0\1", b"\0\2"


def test_a_second_connect_ends_the_connection(port: int) -> None:
    """[MQTT-3.1.0-2]."""
    assert ends_the_connection(port, connect(fresh()))


@pytest.mark.parametrize("name", [b"", b"MQT", b"mqtt", b"AMQP", b"MQTTT"])
def test_another_protocol_s_name_ends_the_connection(port: int, name: bytes) -> None:
    """[MQTT-3.1.2-1]."""
    assert answer_to(port, Connect(fresh().encode(), name=name)) in (b"", BAD_LEVEL)


def test_a_level_that_nobody_speaks_is_answered_with_1(port: int) -> None:
    """[MQTT-3.1.2-2]."""
    assert answer_to(port, Connect(fresh().encode(), level=9)) == BAD_LEVEL


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(0b0000_0011, id="MQTT-3.1.2-3 reserved flag"),
        pytest.param(0b0000_1010, id="MQTT-3.1.2-13 will QoS without will"),
        pytest.param(0b0001_1110, id="MQTT-3.1.2-14 will QoS 3"),
        pytest.param(0b0010_0010, id="MQTT-3.1.2-15 will retain without will"),
        pytest.param(0b0100_0010, id="MQTT-3.1.2-22 password without user name"),
    ],
)
def test_connect_flags_that_contradict_one_another_end_the_connection(port: int, flags: int) -> None:
    """[MQTT-3.1.2-3], [MQTT-3.1.2-13] to [MQTT-3.1.2-15], [MQTT-3.1.2-22]."""
    fields = (b"a/topic", b"payload") if flags & 0b100 else ()
    assert answer_to(port, Connect(fresh().encode(), flags, (*fields, b"secret"))) == b""


@pytest.mark.parametrize(
    ("flags", "fields"),
    [
        pytest.param(0b0000_0110, (), id="will"),
        pytest.param(0b0000_0110, (b"a/topic",), id="will's payload"),
        pytest.param(0b1000_0010, (), id="user name"),
        pytest.param(0b1100_0010, (b"user",), id="password"),
    ],
)
def test_a_connect_without_a_field_that_its_flags_announce_ends_the_connection(
    port: int, flags: int, fields: tuple[bytes, ...]
) -> None:
    """[MQTT-3.1.2-9], [MQTT-3.1.2-19], [MQTT-3.1.2-21], [MQTT-3.1.3-1]."""
    assert answer_to(port, Connect(fresh().encode(), flags, fields)) == b""


@pytest.mark.parametrize("client_id", ["a", "0123456789abcdefghijklm", "ABCDEFGHIJKLMNOPQRSTUVW", "x" * 100, "olá"])
def test_a_client_id_of_any_sound_form_is_taken(port: int, client_id: str) -> None:
    """[MQTT-3.1.3-4], [MQTT-3.1.3-5]."""
    assert answer_to(port, Connect(client_id.encode())) == ACCEPTED


def test_clients_without_an_id_are_told_apart(port: int) -> None:
    """[MQTT-3.1.3-6]."""
    with Wire(port) as first, Wire(port) as second:
        assert first.connect("").body == second.connect("").body == ACCEPTED
        assert first.ping().kind == second.ping().kind == PINGRESP


def test_a_persistent_session_without_a_client_id_is_answered_with_2(port: int) -> None:
    """[MQTT-3.1.3-7], [MQTT-3.1.3-8], [MQTT-3.2.2-4]."""
    assert answer_to(port, Connect(b"", flags=0)) == BAD_CLIENT_ID


@pytest.mark.parametrize("client_id", [b"\xff\xfe", b"a\0b", b"\xed\xa0\x80"])
def test_a_client_id_that_is_no_sound_utf8_is_not_accepted(port: int, client_id: bytes) -> None:
    """[MQTT-1.5.3-1], [MQTT-1.5.3-2], [MQTT-3.1.3-4]."""
    assert answer_to(port, Connect(client_id)) in (b"", BAD_CLIENT_ID)


def test_a_session_is_present_only_after_one_that_was_to_be_kept(port: int) -> None:
    """[MQTT-3.1.2-4], [MQTT-3.1.2-6], [MQTT-3.2.2-1] to [MQTT-3.2.2-3]."""
    name = fresh("keeper")
    session_present = []
    for clean in (False, False, True, False):
        with Wire(port) as wire:
            session_present.append(wire.connect(name, clean=clean).body[0])
            wire.send(b"\xe0\0")
            assert wire.closed_by_broker()
    assert session_present == [0, 1, 0, 0]


def test_the_first_packet_of_the_broker_is_the_connack(port: int) -> None:
    """[MQTT-3.2.0-1]."""
    with Wire(port) as wire:
        wire.send(connect(fresh()) + b"\xc0\0")
        came = [wire.next(), wire.next()]
    assert [one.kind for one in came if one] == [CONNACK, PINGRESP]
