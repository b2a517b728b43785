"""TLS for the ports that other machines reach: the lab's certificate authority, its certificates and their use."""
