"""How long the bridge has logged nothing of what waits for it."""

import asyncio
import time

from broker.embedded.bridge_session import BridgeSession
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config
from mqtt.packets import connect
from tests.broker.in_process import client, serving


def test_the_bridge_is_idle_since_its_last_acknowledgement() -> None:
    bridge = BridgeSession("lab-bridge")
    bridge.connected(10.0)
    bridge.acknowledged(14.0, 1)
    assert bridge.backlog(16.5).idle == 2.5


def test_the_bridge_is_not_idle_when_it_has_just_connected() -> None:
    async def trial() -> float:
        bridge = BridgeSession("lab-bridge")
        async with serving(LabBroker(broker_config(), bridge=bridge)) as port:
            begun = time.monotonic()
            await (await client(port, connect("lab-bridge", clean=False))).next()
            now = time.monotonic()
            return bridge.backlog(now).idle - (now - begun)

    assert asyncio.run(trial()) <= 0
