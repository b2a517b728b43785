"""What a person who starts a fleet has to change. It is told in their language (texts.py)."""


class FleetError(Exception):
    """`key` is a text of texts.py, `values` what stands in it."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values
