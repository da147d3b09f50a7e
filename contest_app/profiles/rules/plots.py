"""Where the dots and intervals of a plot lie. A drawing is 320 units wide, as the narrowest phone is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contest_app.profiles.rules.levels import MEAN, Level

WIDTH: Final = 320
LEFT, RIGHT = 12, 308
LOWEST, HIGHEST = 15.0, 85.0
TICKS: Final = (20, 35, 50, 65, 80)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a plot: its words, and the dot with the two ends of its interval in units of the drawing."""

    label: str
    level: Level
    dot: float
    low: float
    high: float


def row(label: str, level: Level) -> Row:
    """Return the line of a place."""
    return Row(label, level, across(level.place.value), across(level.low), across(level.high))


def across(value: float) -> float:
    """Return how far from the left a value lies; what is beyond the scale lies at its end.

    >>> across(50.0), across(1000.0)
    (160.0, 308)
    """
    share = (value - LOWEST) / (HIGHEST - LOWEST)
    return round(min(max(LEFT + share * (RIGHT - LEFT), LEFT), RIGHT), 1)


#: Where the mean of the people compared with lies.
MIDDLE: Final = across(MEAN)
