"""The web service: pages, HTTP API and Socket.IO over what the bridge logs. It reads the logs and never writes them."""
