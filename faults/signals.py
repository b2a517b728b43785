"""How a process of the fault lab is asked to end."""

import asyncio
import signal


async def signalled() -> None:
    """Wait for SIGINT or SIGTERM. `signal.signal`, for Windows' loop has no add_signal_handler."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(done.set))
    await done.wait()
