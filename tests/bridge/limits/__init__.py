"""bridge.limits: what is refused, and when."""
