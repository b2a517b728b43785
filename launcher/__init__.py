"""The launcher: prepares the lab, starts its services and watches them, tests it, and says what is missing."""
