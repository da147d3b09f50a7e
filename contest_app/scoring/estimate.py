"""A number never goes without its error."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its standard error, in the same unit."""

    value: float
    standard_error: float
