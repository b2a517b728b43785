"""The web over faults: a page is told where the log ends, so that it can pull what it missed."""

import pytest

from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.conftest import Browser
from tests.web.slow_browser import SlowBrowser

BROKER_OFFLINE, BRIDGE_OFFLINE = ({"kind": kind, "detail": ""} for kind in ("broker-offline", "bridge-offline"))


@pytest.fixture
def whole(lab: Lab) -> Lab:
    """A lab of its own, all running."""
    lab.start_all()
    return lab


def with_three_records(lab: Lab) -> Browser:
    """A page that looks at a session of three records."""
    with probe(lab.mqtt_port, "log/aula1") as device:
        for text in "abc":
            device.publish("chat/aula1/usuario", text)
        device.wait_for_records("aula1", 3)
    return joined(lab)


def joined(lab: Lab) -> Browser:
    """A page that looks at a session to which the broker has subscribed the web: it is not told of that any more."""
    viewer = Browser(lab.url)
    viewer.join("aula1")
    viewer.call("watch", {"session": "aula1"})  # answered once the broker has done all that was asked before
    viewer.call("watch", {"session": None})
    viewer.events.clear()
    return viewer


def test_after_the_broker_was_away_pages_are_told_the_newest_seq(whole: Lab) -> None:
    viewer = with_three_records(whole)
    whole.wait_saved(b"chat/#")
    whole.services["broker"].kill()
    wait_until(lambda: BROKER_OFFLINE in viewer.heard("notice"))
    whole.services["broker"].start()
    wait_until(lambda: {"session": "aula1", "last_seq": 3} in viewer.heard("behind"), seconds=20)
    viewer.client.disconnect()


def test_after_the_broker_was_away_pages_get_new_records(whole: Lab) -> None:
    viewer = joined(whole)
    whole.services["broker"].kill()
    whole.services["broker"].start()
    wait_until(lambda: viewer.heard("behind"), seconds=20)
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/usuario", "a")
    wait_until(lambda: [record["text"] for record in viewer.records()] == ["a"], what="the new record")
    viewer.client.disconnect()


def test_when_the_bridge_is_back_pages_are_told_the_newest_seq(whole: Lab) -> None:
    viewer = with_three_records(whole)
    whole.services["bridge"].kill()
    wait_until(lambda: BRIDGE_OFFLINE in viewer.heard("notice"))
    whole.services["bridge"].start()
    wait_until(lambda: {"session": "aula1", "last_seq": 3} in viewer.heard("behind"), seconds=20)
    viewer.client.disconnect()


def there(lab: Lab) -> tuple[str, str]:
    """What a page that joins now is told about the broker and the bridge."""
    page = Browser(lab.url)
    answer = page.join("aula1", "")
    page.client.disconnect()
    return answer["broker"], answer["bridge"]


def test_a_page_that_joins_is_told_what_is_there(whole: Lab) -> None:
    assert there(whole) == ("online", "online")
    whole.services["bridge"].kill()
    wait_until(lambda: there(whole) == ("online", "offline"))
    whole.services["broker"].kill()
    wait_until(lambda: there(whole) == ("offline", "offline"))


def test_a_page_that_joins_before_there_was_a_broker_is_told_so(lab: Lab) -> None:
    lab.start_web()
    assert there(lab) == ("offline", "unknown")


def test_sending_without_a_broker_is_rejected_at_once(whole: Lab) -> None:
    viewer = Browser(whole.url)
    viewer.join("aula1")
    whole.services["broker"].kill()
    wait_until(lambda: BROKER_OFFLINE in viewer.heard("notice"))
    assert viewer.call("send", {"id": "x", "text": "a"})["reason"] == "broker-unavailable"
    viewer.client.disconnect()


def test_a_web_that_was_killed_leaves_no_ghosts(whole: Lab) -> None:
    viewer = Browser(whole.url)
    viewer.join("aula1", "usuario")
    with probe(whole.mqtt_port, "status/#") as watcher:
        wait_until(lambda: watcher.payloads("status/aula1/usuario") == [b"online"])
        whole.services["web"].kill()
        whole.services["web"].start()
        wait_until(lambda: watcher.payloads("status/aula1/usuario")[-1] == b"offline", seconds=30)


def test_a_clean_stop_says_goodbye_for_every_browser(whole: Lab) -> None:
    viewer = Browser(whole.url)
    viewer.join("aula1", "usuario")
    with probe(whole.mqtt_port, "status/#") as watcher:
        wait_until(lambda: watcher.payloads("status/aula1/usuario") == [b"online"])
        assert whole.services["web"].stop() == 0
        wait_until(lambda: watcher.payloads("status/aula1/usuario")[-1] == b"offline")


def test_a_taken_port_is_one_line_that_names_the_setting(whole: Lab) -> None:
    second = whole.service("web")
    assert second.process is not None
    assert second.process.wait(60) == 2
    assert f"LAB_WEB_PORT={whole.web_port}" in second.text()


def test_a_client_that_does_not_read_is_taken_out_and_told_when_it_reads_again(whole: Lab) -> None:
    slow = SlowBrowser(whole)
    slow.join("aula1")
    with probe(whole.mqtt_port, "log/aula1") as device:
        for n in range(250):  # large messages, because the client is ended when it reads nothing for 30 seconds
            device.publish("chat/aula1/usuario", f"{n:05}" + "x" * 60_000)
            device.wait_for_records("aula1", n + 1)  # one after the other, so that each is a packet of its own
        assert "behind" in slow.read_until("behind")
