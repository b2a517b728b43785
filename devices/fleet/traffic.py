"""The messages of a run, and how their records are recognised. Pure."""

from dataclasses import dataclass

LEAST_SIZE = 64
"""Bytes that the longest reading takes."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What all devices of a run send: `run` begins the ids, `size` is a payload's size in bytes."""

    run: str
    qos: int
    size: int

    def payload(self, number: int, place: int) -> bytes:
        """The message `number` of the device `place`: a reading, filled up to `size`."""
        temperature = 20 + (number + place) % 100 / 10
        reading = f'{{"id":"{self.run}-{number}","temperature":{temperature}'
        filling = self.size - len(reading) - len(',"fill":""}')
        end = f',"fill":"{"x" * filling}"}}' if filling >= 0 else "}"
        return (reading + end).encode()

    def number(self, message_id: str) -> int | None:
        """The number in an id of this run; None for another id."""
        run, _, number = message_id.partition("-")
        return int(number) if run == self.run and number.isascii() and number.isdigit() else None
