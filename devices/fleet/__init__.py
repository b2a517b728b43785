"""A fleet: thousands of simulated devices in one process, and the check that the lab logged what it acknowledged.

`python -m devices fleet --count 2000 --rate 1/s --for 5m`. It imports nothing but paho, python-dotenv and `devices`.
"""
