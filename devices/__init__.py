"""Devices: participants that are no browser. They import nothing of the lab, only honour docs/protocol.md."""
