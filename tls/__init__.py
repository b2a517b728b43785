"""TLS for what other machines reach: the lab's own certificate authority, certificates, and how they are used."""
