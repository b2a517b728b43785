"""The embedded broker as a process: start, say so, serve until a signal, stop."""

import asyncio
import signal

from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType

from broker.address import Address
from broker.limits import SESSION_EXPIRY_DAYS
from chat.settings import Settings


def broker_config(settings: Settings, address: Address) -> BrokerConfig:
    """amqtt's configuration."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return BrokerConfig(
        listeners={
            "default": ListenerConfig(type=ListenerType.TCP, bind=f"{host}:{address.port}"),
            "ws": ListenerConfig(type=ListenerType.WS, bind=f"{host}:{address.ws_port}"),
        },
        session_expiry_interval=SESSION_EXPIRY_DAYS * 86400,
        plugins={
            "broker.embedded.auth.LabAuth": {"username": settings.mqtt_username, "password": settings.mqtt_password}
        },
    )


async def _serve(settings: Settings, address: Address) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    broker = Broker(broker_config(settings, address))
    await broker.start()
    print(f"broker: ready (amqtt) on {address.urls}", flush=True)
    await stop.wait()
    await broker.shutdown()


def run(settings: Settings, address: Address) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code."""
    asyncio.run(_serve(settings, address))
    return 0
