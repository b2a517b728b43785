"""The embedded broker as a process: start, say so, serve until a signal, stop."""

import asyncio
import logging
import signal
import ssl
import sys

from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType

from broker.address import Address
from broker.embedded.access_control import AccessControl
from broker.embedded.bridge_session import BridgeSession
from broker.embedded.connection_limits import ConnectionLimits
from broker.embedded.listeners import Listeners
from broker.embedded.open_access import OpenAccess
from broker.embedded.origin import OwnNames
from broker.embedded.server import LabBroker
from broker.limits import SESSION_EXPIRY_DAYS
from chat.access import INTAKE, INTAKE_CLIENT_ID
from chat.credentials import CredentialsFile
from chat.errors import SettingsError
from chat.settings import Settings

_STOP_SECONDS = 1.5
_CHECK_SECONDS = 0.5
"""Time between two checks of the credentials, in seconds."""

_BACKLOG_SECONDS = 1.0
"""Time between two checks of what waits for the log, in seconds."""


def broker_config() -> BrokerConfig:
    """amqtt's configuration: no listeners and no plugins of its own. `default` is there because amqtt wants it."""
    return BrokerConfig(
        listeners={"default": ListenerConfig(type=ListenerType.EXTERNAL, bind=None)},
        session_expiry_interval=SESSION_EXPIRY_DAYS * 86400,
        plugins={},
    )


def run(settings: Settings, address: Address, tls: ssl.SSLContext | None = None) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code. Raises SettingsError (`busy-port`, the credentials)."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="broker: %(message)s")
    logging.getLogger("websockets").setLevel(logging.CRITICAL)  # it tells of each failed handshake with a traceback
    access_control = AccessControl(CredentialsFile(settings.data)) if settings.has_accounts else None
    asyncio.run(_serve(settings, address, access_control, tls))
    return 0


async def _serve(
    settings: Settings, address: Address, access_control: AccessControl | None, tls: ssl.SSLContext | None
) -> None:
    stop = _stop_signal()
    access = access_control or OpenAccess(settings.mqtt_username, settings.mqtt_password)
    bridge = BridgeSession(INTAKE if access_control is not None else INTAKE_CLIENT_ID)
    limits = ConnectionLimits()
    broker = LabBroker(broker_config(), access, bridge, limits)
    await broker.start()
    listeners = Listeners(address, broker.connected, OwnNames.of(settings), tls=tls, limits=limits)
    try:
        await listeners.start()
    except OSError as error:
        raise SettingsError(
            "busy-port", f"LAB_MQTT_PORT, LAB_MQTT_WS_PORT: {address.urls}: {error.strerror}"
        ) from error
    print(f"broker: ready (amqtt) on {address.urls}", flush=True)
    watching = [asyncio.create_task(_watch_backlog(broker))]
    if access_control is not None:
        watching.append(asyncio.create_task(_watch_accounts(broker, access_control)))
    await stop.wait()
    for task in watching:
        task.cancel()
    await _stop(broker, listeners)


async def _watch_backlog(broker: LabBroker) -> None:
    """Say on the console when messages wait for the log for too long."""
    while True:
        await asyncio.sleep(_BACKLOG_SECONDS)
        broker.check_backlog()


async def _watch_accounts(broker: LabBroker, access_control: AccessControl) -> None:
    """Expel the clients of accounts that were removed or changed."""
    while True:
        await asyncio.sleep(_CHECK_SECONDS)
        try:
            await asyncio.gather(*(broker.expel(name) for name in access_control.reload()))
        except Exception:
            logging.getLogger(__name__).exception("an account that changed could not be expelled")


async def _stop(broker: LabBroker, listeners: Listeners) -> None:
    """Not longer than `_STOP_SECONDS`: what the broker holds is in memory, so there is nothing to save."""
    listeners.stop()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await broker.shutdown()
    except TimeoutError:
        logging.getLogger(__name__).warning("did not stop in time")


def _stop_signal() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set. `signal.signal`, for Windows' loop has no add_signal_handler."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    return stop
