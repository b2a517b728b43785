"""The documents, and the program that takes their pictures."""
