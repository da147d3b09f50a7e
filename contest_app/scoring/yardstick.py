"""What a response's number is measured with: the mean and the spread of one group of people on the same item.

A number of one item says little of a number of another: items are not equally hard. In steps of the spread from the
mean of people who answered the same item in the same language,

    z = (number − mean) / spread

numbers of different items stand on one scale, as far as the groups are alike. The fixed sample of the item is the
better group: it stays as it is, so that a class that grows is seen to grow. Against the class itself a pupil is seen
to grow only where the class does not.

The error of z has two parts: the number's own, and that of a group which is only a sample,

    error² = (own error / spread)² + (1 + z² / 2) / people

Source of the second: the variances of a mean and of a standard deviation, Cramér, H. (1946). Mathematical methods of
statistics. Princeton University Press.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, stdev

from contest_app.scoring.estimate import Estimate

MIN_PEOPLE = 10
"""People of a group below which nobody is measured with it."""


class Basis(StrEnum):
    """Whom a yardstick is made of."""

    SAMPLE = "sample"  # the fixed sample of the item and language
    POOL = "pool"  # everybody in the run, the class among them


@dataclass(frozen=True, slots=True)
class Yardstick:
    """One group on one item: how many people, their mean and standard deviation, in the unit of `composite`."""

    people: int
    mean: float
    deviation: float

    @property
    def is_usable(self) -> bool:
        """Whether there are enough people, and any two of them differ."""
        return self.people >= MIN_PEOPLE and self.deviation > 0


def yardstick(numbers: Sequence[float]) -> Yardstick | None:
    """Return the yardstick of a group's numbers, one a person; None for fewer than two.

    >>> yardstick([1.0, 2.0, 3.0])
    Yardstick(people=3, mean=2.0, deviation=1.0)
    """
    return Yardstick(len(numbers), fmean(numbers), stdev(numbers)) if len(numbers) > 1 else None


def measured(number: Estimate, by: Yardstick) -> Estimate:
    """Return a number in spreads from the group's mean, with its error. Raises ValueError for a useless yardstick.

    >>> measured(Estimate(3.0, 0.0), Yardstick(people=50, mean=2.0, deviation=1.0)).value
    1.0
    """
    if not by.is_usable:
        raise ValueError("a yardstick needs people who differ")
    z = (number.value - by.mean) / by.deviation
    return Estimate(z, math.hypot(number.standard_error / by.deviation, math.sqrt((1 + z**2 / 2) / by.people)))
