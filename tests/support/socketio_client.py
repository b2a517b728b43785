"""A Socket.IO client whose handlers are called in the order in which the events came."""

from typing import Any

import socketio


def ordered_client() -> socketio.Client:
    """A client that does not reconnect.

    python-engineio starts a thread for each message, and these overtake each other on a machine under load. Here the
    reading thread calls the handlers itself, so a handler must not wait for an answer.
    """
    client = socketio.Client(reconnection=False)
    trigger = client.eio._trigger_event

    def trigger_in_order(event: str, *args: Any, run_async: bool = False, **options: Any) -> Any:
        return trigger(event, *args, run_async=False, **options)

    client.eio._trigger_event = trigger_in_order
    return client
