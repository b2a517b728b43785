"""A trial: the real services, real clients, faults in between, and a count of what became of every message."""
