"""What stands where a figure about people would rest on too few of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TooFew:
    """No figure: only ``people`` of the ``needed`` ones are there."""

    people: int
    needed: int
