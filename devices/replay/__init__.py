"""Plays a session again: `python -m devices replay`."""
