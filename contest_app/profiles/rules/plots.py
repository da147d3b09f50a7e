"""Where the dots and intervals of a plot lie. A drawing is 320 units wide, as the narrowest phone is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contest_app.profiles.rules.levels import MEAN, Summary
from contest_app.profiles.rules.people import MOST, PeopleLevel

WIDTH: Final = 320
LEFT, RIGHT = 12, 308


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale of a plot: its two ends, the numbers written below it, and where its middle is, if it has one."""

    lowest: float
    highest: float
    ticks: tuple[int, ...]
    middle: float | None = None

    def across(self, value: float) -> float:
        """Return how far from the left a value lies; what is beyond the scale lies at its end.

        >>> COUNTED.across(50.0), COUNTED.across(1000.0)
        (160.0, 308)
        """
        share = (value - self.lowest) / (self.highest - self.lowest)
        return round(min(max(LEFT + share * (RIGHT - LEFT), LEFT), RIGHT), 1)


#: What is counted: 50 is the mean of the people compared with.
COUNTED: Final = Axis(15.0, 85.0, (20, 35, 50, 65, 80), MEAN)
#: What people say: a share of the most that rubrics give, so nobody stands in the middle.
RATED: Final = Axis(0.0, MOST, (0, 20, 40, 60, 80, 100))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a plot: its words, and the dot with the two ends of its interval in units of the drawing."""

    label: str
    level: Summary
    dot: float
    low: float
    high: float


def axis_of(level: Summary) -> Axis:
    """Return the scale on which a place lies."""
    return RATED if isinstance(level, PeopleLevel) else COUNTED


def row(label: str, level: Summary) -> Row:
    """Return the line of a place."""
    across = axis_of(level).across
    return Row(label, level, across(level.place.value), across(level.low), across(level.high))
