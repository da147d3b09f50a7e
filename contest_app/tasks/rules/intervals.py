"""The mean of a class with its 95 % interval, and how rare an idea is in words that people use."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final

#: Pupils below whom a mean says nothing of a class.
MIN_PUPILS: Final = 5
QUANTILE: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over pupils and the ends of its 95 % interval."""

    value: float
    low: float
    high: float
    pupils: int


def mean_interval(numbers: Sequence[float], *, extra_variance: float = 0.0) -> Interval | None:
    """Return the mean with its interval by Student's t; None for too few pupils.

    ``extra_variance`` is added to that of the mean: what else is not known exactly.

    >>> mean_interval([2.0, 3.0, 4.0, 5.0, 6.0])
    Interval(value=4.0, low=2.04, high=5.96, pupils=5)
    """
    if len(numbers) < MIN_PUPILS:
        return None
    error = math.sqrt(stdev(numbers) ** 2 / len(numbers) + extra_variance)
    half = student(len(numbers) - 1) * error
    value = fmean(numbers)
    return Interval(round(value, 2), round(value - half, 2), round(value + half, 2), len(numbers))


def student(freedom: int) -> float:
    """Return the 97.5 % point of Student's t from 4 degrees of freedom on, to two decimals.

    By the expansion of Cornish and Fisher (1937); a library of distributions would weigh more than the page.

    >>> [round(student(freedom), 2) for freedom in (4, 9, 24)]
    [2.77, 2.26, 2.06]
    """
    z = QUANTILE
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))


@dataclass(frozen=True, slots=True)
class OneIn:
    """One of how many people has an idea: the estimate, and the ends of its 95 % interval."""

    about: int
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether the interval is no wider than the words."""
        return self.low == self.about == self.high


def one_in(rarity: float, error: float | None) -> OneIn:
    """Return a rarity in bits as one of so many people; without an error both ends are the estimate.

    >>> one_in(4.0, 0.5)
    OneIn(about=16, low=8, high=32)
    """
    half = QUANTILE * (error or 0.0)
    low, about, high = (max(1, round(2**bits)) for bits in (rarity - half, rarity, rarity + half))
    return OneIn(about, low, high)
