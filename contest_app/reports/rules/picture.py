"""Where dots and intervals of a chart lie on a common line."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from contest_app.reports.rules.content import Cell

WIDTH: Final = 320
_MARGIN: Final = 14
_STEP: Final = 5
#: Points to either side of the zero that a line shows at least, and at most: an interval that is wider is cut.
_LEAST, _MOST = 5, 25


class Mark(NamedTuple):
    """A dot and the ends of its interval."""

    dot: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A line from ``low`` to ``high`` points, with ``zero`` as the value to compare with."""

    low: int
    high: int
    zero: int

    @property
    def ticks(self) -> list[int]:
        """The values to write: both ends and the zero."""
        return sorted({self.low, self.zero, self.high})

    def x(self, value: float) -> float:
        """Return the place of a value in a drawing `WIDTH` wide; what lies beyond an end is put on it."""
        inside = min(max(value, self.low), self.high)
        return round(_MARGIN + (WIDTH - 2 * _MARGIN) * (inside - self.low) / (self.high - self.low), 1)

    def mark(self, cell: Cell) -> Mark | None:
        """Return where to draw a group; None where it has no mean."""
        if cell.mean is None or cell.low is None or cell.high is None:
            return None
        return Mark(self.x(cell.mean), self.x(cell.low), self.x(cell.high))


def axis_of(cells: Iterable[Cell], zero: int) -> Axis:
    """Return a line on which all the groups have their place.

    >>> axis_of([Cell(12, 2, 1, 51.0, 42.0, 58.5)], zero=50)
    Axis(low=40, high=60, zero=50)
    """
    values = [value for cell in cells for value in (cell.mean, cell.low, cell.high) if value is not None]
    reach = max((abs(value - zero) for value in values), default=0)
    half = min(max(_STEP * math.ceil(reach / _STEP), _LEAST), _MOST)
    return Axis(zero - half, zero + half, zero)
