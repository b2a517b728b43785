"""Measurements and long checks of the lab, each a command: `python lab.py bench <name>`."""
