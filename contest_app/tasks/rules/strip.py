"""How a class's numbers on one dimension lie: a dot for each pupil, nameless, and the mean with its interval.

Places are in units of a drawing 320 wide, whose axis goes from 10 to 310.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from contest_app.tasks.rules.intervals import Interval, mean_interval

LEFT: Final = 10.0
LENGTH: Final = 300.0
#: Width of a stack of dots, and how much each dot of it lifts the next; a higher stack is pressed together.
STEP: Final = 10.0
LIFT: Final = 9.0
MOST_HIGH: Final = 90.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One pupil: from the left of the drawing, and up from the axis."""

    x: float
    up: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The numbers of a class on one dimension, from 0 to ``top``.

    ``mean`` is None for too few pupils; ``error`` is that of one pupil's number, on average.
    """

    dimension: str
    dots: tuple[Dot, ...]
    top: int
    height: float
    mean: Interval | None
    error: float | None

    def place(self, number: float) -> float:
        """Return where a number lies on the axis."""
        return _place(number, self.top)


def strip(dimension: str, numbers: Sequence[float], errors: Sequence[float]) -> Strip:
    """Return the strip of the pupils' numbers, in any order; ``errors`` are the standard errors that are known."""
    top = max(5, math.ceil(max(numbers, default=0)))
    places = [round((_place(number, top) - LEFT) / STEP) for number in numbers]
    stacks = Counter(places)
    lift = min(LIFT, MOST_HIGH / max(stacks.values(), default=1))
    dots = tuple(
        Dot(LEFT + place * STEP, round(lift * (above + 0.5), 1))
        for place, size in sorted(stacks.items())
        for above in range(size)
    )
    return Strip(
        dimension=dimension,
        dots=dots,
        top=top,
        height=round(max((dot.up for dot in dots), default=0) + LIFT / 2, 1),
        mean=mean_interval(numbers),
        error=round(fmean(errors), 2) if errors else None,
    )


def _place(number: float, top: int) -> float:
    return round(LEFT + LENGTH * min(max(number, 0), top) / top, 1)
