"""The brokers that the peers use: mosquitto as Debian's package starts it, and a mosquitto that keeps nothing."""

import os

from broker.selection import find_mosquitto
from tests.support.ports import is_listening
from tests.support.services import Lab, Service, environment
from tests.support.waiting import wait_until

DEBIAN_CONF = """\
pid_file /run/mosquitto/mosquitto.pid

persistence true
persistence_location /var/lib/mosquitto/

log_dest file /var/log/mosquitto/mosquitto.log

include_dir /etc/mosquitto/conf.d
"""
"""All settings of `/etc/mosquitto/mosquitto.conf` in Debian 12's package mosquitto 2.0.11-1.2+deb12u2. Its service
starts `mosquitto -c` with this file. Everything else is mosquitto's default: it listens on the loopback addresses alone
and accepts anonymous clients there; it sends a client at most 20 messages that are not acknowledged, queues 1,000 more
for it and drops what comes beyond; it saves its state every 1,800 seconds."""

_FOLDERS = ("/run/mosquitto", "/var/lib/mosquitto", "/var/log/mosquitto", "/etc/mosquitto/conf.d")

_KEEPS_NOTHING_CONF = """\
listener {port} 127.0.0.1
allow_anonymous true
persistence false
max_queued_messages 200000
max_inflight_messages 1000
set_tcp_nodelay true
log_type error
"""


def start_as_installed(lab: Lab) -> None:
    """Start mosquitto as Debian's package does, on the lab's port, with its files in the lab's folder."""
    _start_debian(lab, DEBIAN_CONF)


def start_with_unbounded_queue(lab: Lab) -> None:
    """The same with one more line, so that nothing is dropped that waits for a client."""
    _start_debian(lab, f"{DEBIAN_CONF}max_queued_messages 0\n")


def _start_debian(lab: Lab, conf: str) -> None:
    folder = lab.folder / "debian"
    for path in _FOLDERS:
        ours = folder / path.lstrip("/")
        ours.mkdir(parents=True)
        conf = conf.replace(path, str(ours))
    if os.geteuid() == 0:  # mosquitto would become a user who can't enter this folder
        (folder / "etc/mosquitto/conf.d/user.conf").write_text("user root\n", encoding="utf-8")
    _start(lab, conf, "-p", str(lab.mqtt_port))  # with a `listener` mosquitto would leave its local only mode


def start_that_keeps_nothing(lab: Lab) -> None:
    """Start a mosquitto that keeps nothing on the disk and loses nothing in these loads."""
    _start(lab, _KEEPS_NOTHING_CONF.format(port=lab.mqtt_port))


def _start(lab: Lab, conf: str, *arguments: str) -> None:
    path = lab.folder / "peer-mosquitto.conf"
    path.write_text(conf, encoding="utf-8")
    program = find_mosquitto()
    assert program is not None, "mosquitto is not installed"
    command = [str(program), "-c", str(path), *arguments]
    service = Service("broker", command, environment({}), lab.folder / "broker.out")
    service.start()
    lab.services["broker"] = service
    wait_until(lambda: is_listening(lab.mqtt_port), what=service.text)
