"""Ours beside its peers: the same load on the same machine, in turn."""
