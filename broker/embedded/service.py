"""The embedded broker as a process: start, say so, serve until a signal, stop."""

import asyncio
import logging
import signal
import sys

from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType

from broker.address import Address
from broker.embedded.listeners import Listeners
from broker.embedded.server import LabBroker
from broker.limits import SESSION_EXPIRY_DAYS
from chat.errors import SettingsError
from chat.settings import Settings

_STOP_SECONDS = 1.5


def broker_config(settings: Settings) -> BrokerConfig:
    """amqtt's configuration. The listeners are ours; `default` is there because amqtt wants it."""
    names = ("default", *Listeners.NAMES)
    user = {"username": settings.mqtt_username, "password": settings.mqtt_password}
    return BrokerConfig(
        listeners={name: ListenerConfig(type=ListenerType.EXTERNAL, bind=None) for name in names},
        session_expiry_interval=SESSION_EXPIRY_DAYS * 86400,
        plugins={"broker.embedded.auth.LabAuth": user},
    )


def run(settings: Settings, address: Address) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code. Raises SettingsError (`busy-port`)."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="broker: %(message)s")
    logging.getLogger("websockets").setLevel(logging.CRITICAL)  # it tells of each failed handshake with a traceback
    asyncio.run(_serve(settings, address))
    return 0


async def _serve(settings: Settings, address: Address) -> None:
    stop = _stop_signal()
    broker = LabBroker(broker_config(settings))
    await broker.start()
    listeners = Listeners(address, broker.connected)
    try:
        await listeners.start()
    except OSError as error:
        raise SettingsError(
            "busy-port", f"LAB_MQTT_PORT, LAB_MQTT_WS_PORT: {address.urls}: {error.strerror}"
        ) from error
    print(f"broker: ready (amqtt) on {address.urls}", flush=True)
    await stop.wait()
    await _stop(broker, listeners)


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
