"""mosquitto's configuration, from one template.

Valid for mosquitto 2.0.11 (Debian 12) to 2.1. Measured with 2.0.11 on two cores, messages of 100 bytes at QoS 1:

- When it saves its state. `autosave_interval 1` means a save when more than one whole second has passed since the
  last one, so every two seconds (seen: 1.92 to 2.03 s apart). A SIGKILL loses what came after the last save: messages
  that wait for the bridge, or that the bridge has not acknowledged, and subscriptions and retained messages.
- LAB_MOSQUITTO_SAVE=always (`autosave_on_changes true`). It saves at the end of the round of its loop in which
  something was queued for an absent client or acknowledged by a present one. It answers PUBACK before it saves: killed
  right after a PUBACK it lost that last message in 11 of 12 trials, and none of 300 in 12 trials when one round trip
  lay between. A message that is sent to a connected client at once does not cause a save: 20 of 20 such messages were
  gone when the client had acknowledged none. They are lost only if the bridge ends at the same moment.
- What saving costs. All waiting messages are written each time. With `always` mosquitto takes about 1000 messages a
  second, 200 while 2500 wait, 100 while 5000 wait. Publishers are slowed down; nothing is dropped.
- What no setting of 2.0 prevents: the Origin of a WebSocket is not checked, so in an open lab a page of any site that
  is open on this machine can speak MQTT to it (a closed lab asks it for a password; amqtt embedded refuses it; 2.1 has
  `websockets_origin`). A connection that sends no CONNECT stays for 90 seconds. Subscriptions, retained messages
  and persistent sessions are not bounded in number: 10,000 subscriptions of one client take a few MiB, 5,000 sessions
  11 MiB.
- persistent_client_expiration is for an open lab alone. When a SIGHUP finds that an account has changed, mosquitto
  (2.0.11; the code of 2.0.20 is the same) ends the MQTT session of the account, also when its client is away. It then
  lists the session twice as one that will expire, and frees it when the client comes back. From then on it now and then
  ended another connection instead ("Expiring client"), or crashed. Without the setting it lists no session of MQTT
  3.1.1; it still lists those of MQTT 5 with a Session Expiry Interval. In a closed lab the client id is the user name,
  so there are no more sessions than accounts.
- socket_domain. Without it mosquitto 2.0.11 binds a WebSocket listener with an IPv4 address to every address (`[::]`,
  both families), and an open lab is open to the whole network. A listener of MQTT over TCP is bound to its address.
- max_inflight_messages. A client that acknowledges in batches, 4 ms apart, drains a backlog at 2,300 messages a second
  with 20 (the default), 20,700 with 200, 43,500 with 1000, 56,800 with 0 (no limit): 1000 is nearly as fast, and
  bounded.
"""

from dataclasses import dataclass

from broker.limits import MAX_INFLIGHT, MAX_PACKET, MAX_QUEUED_BYTES, MAX_QUEUED_MESSAGES, SESSION_EXPIRY_DAYS
from chat.errors import SettingsError

_TEMPLATE = """\
# Made by broker/mosquitto_conf.py; changes to this file are lost.

listener {port} {plain_host}
socket_domain {plain_domain}
protocol mqtt{naming}

listener {ws_port} {host}
socket_domain {domain}
protocol websockets{naming}{tls}
{tls_listener}
{access}

# Crash safety: by default mosquitto saves its state every 30 minutes, and a SIGKILL loses what came since.
# LAB_MOSQUITTO_SAVE sets autosave_on_changes; broker/mosquitto_conf.py has the figures.
persistence true
persistence_location {state}
autosave_interval 1
autosave_on_changes {on_changes}{expiry}

# The defaults (1000 queued messages, then silence) lose what a class sends while the bridge is away.
max_queued_messages {queued}
max_queued_bytes {queued_bytes}
max_packet_size {packet}
max_inflight_messages {inflight}
queue_qos0_messages false

# No $SYS topics, and only trouble in the log. That messages are dropped is a notice.
sys_interval 0
log_dest stderr
log_type error
log_type warning
log_type notice
connection_messages false
set_tcp_nodelay true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MosquittoConf:
    """The values that differ between labs. `user` is the system user to run as; empty: mosquitto chooses.
    `saves_always`: mosquitto saves its state after every change, not every two seconds.

    With an access list the lab is closed. A client id is then the user name, so no client takes over another's session.
    With a certificate the WebSocket listener speaks TLS, and so does a third listener, at `tls_port`.
    """

    host: str
    port: int
    ws_port: int
    plain_host: str
    state: str
    tls_port: int | None = None
    certificate: str = ""
    key: str = ""
    password_file: str = ""
    access_list: str = ""
    user: str = ""
    saves_always: bool = False

    def __post_init__(self) -> None:
        """One setting is one line. Raises SettingsError (`bad-setting`)."""
        if "\n" in self.state + self.password_file + self.access_list + self.certificate + self.key:
            raise SettingsError("bad-setting", "LAB_DATA, LAB_TLS_CERT, LAB_TLS_KEY: a name must be one line")

    def __str__(self) -> str:
        # mosquitto applies these settings to the listener above them alone.
        naming = "\nuse_username_as_clientid true" if self.access_list else ""
        return _TEMPLATE.format(
            host=self.host,
            plain_host=self.plain_host,
            domain=_socket_domain(self.host),
            plain_domain=_socket_domain(self.plain_host),
            port=self.port,
            ws_port=self.ws_port,
            state=self.state,
            on_changes="true" if self.saves_always else "false",
            naming=naming,
            tls=self._tls(),
            tls_listener=self._tls_listener(naming),
            access=self._access(),
            expiry="" if self.access_list else f"\npersistent_client_expiration {SESSION_EXPIRY_DAYS}d",
            queued=MAX_QUEUED_MESSAGES,
            queued_bytes=MAX_QUEUED_BYTES,
            packet=MAX_PACKET,
            inflight=MAX_INFLIGHT,
        )

    def _tls_listener(self, naming: str) -> str:
        if self.tls_port is None:
            return ""
        return (
            f"\nlistener {self.tls_port} {self.host}\nsocket_domain {_socket_domain(self.host)}\n"
            f"protocol mqtt{naming}{self._tls()}\n"
        )

    def _tls(self) -> str:
        """TLS 1.2 or newer: mosquitto's `tlsv1.2` is the lowest version."""
        if self.tls_port is None:
            return ""
        return f"\ncertfile {self.certificate}\nkeyfile {self.key}\ntls_version tlsv1.2"

    def _access(self) -> str:
        lines = ["allow_anonymous true"]
        if self.password_file:
            lines = ["allow_anonymous false", f"password_file {self.password_file}"]
        if self.access_list:
            lines.append(f"acl_file {self.access_list}")
        if self.user:
            lines.append(f"user {self.user}")
        return "\n".join(lines)


def _socket_domain(host: str) -> str:
    """The address family of a numeric IP address, as mosquitto names it."""
    return "ipv6" if ":" in host else "ipv4"
