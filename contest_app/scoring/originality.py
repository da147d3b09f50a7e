"""A person's mean, and the mean of the two highest values, each with its error.

Three ideas of one person are too few to tell how much that person's ideas differ, so this is taken from all people
together: the deviations from the own mean, those of n ideas stretched by √(n / (n − 1)), for the mean shrinks them.

    mean       error = s / √n, with the standard deviation s of the deviations
    top two    error = standard deviation of the mean of the two highest of n draws from the deviations

The second has a closed form. Of M deviations in order, the highest of n draws is the i-th while the second is the
j-th below it with the chance n / M · [(j / M)ⁿ⁻¹ − ((j − 1) / M)ⁿ⁻¹], and it is the i-th at all with
(i / M)ⁿ − ((i − 1) / M)ⁿ.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from contest_app.scoring.estimate import Estimate

_TOP = 2


class Deviations:
    """How far people's values lie from their own means.

    Where nobody has two values, from the mean of all; nothing is known of fewer than two values.

    Attributes
    ----------
    spread : their standard deviation, in the unit of the values; 0 where nothing is known.

    """

    def __init__(self, groups: Sequence[Sequence[float]]) -> None:
        several = [group for group in groups if len(group) > 1]
        pooled = several or [[value for group in groups for value in group]]
        found = [_stretched(group) for group in pooled if len(group) > 1]
        self._ordered: npt.NDArray[np.float64] = np.sort(np.concatenate(found)) if found else np.zeros(1)
        self.spread = math.sqrt(float(np.mean(self._ordered**2)))
        self.of_top_two = lru_cache(maxsize=None)(self._of_top_two)

    def _of_top_two(self, count: int) -> float:
        """Return the standard deviation of the mean of the two highest of ``count`` values."""
        if count < _TOP:
            return self.spread
        x, size = self._ordered, len(self._ordered)
        below = np.arange(size + 1) / size
        second = np.diff(below ** (count - 1)) * count / size  # chance of each as second, below a given highest
        before = np.cumsum(second) - second
        mean_before, square_before = (np.cumsum(second * power) - second * power for power in (x, x**2))
        twice = np.diff(below**count) - before  # chance of being both
        mean = np.sum((before * x + mean_before) / 2 + twice * x)
        square = np.sum((before * x**2 + 2 * x * mean_before + square_before) / 4 + twice * x**2)
        return math.sqrt(max(float(square - mean**2), 0.0))


def _stretched(group: Sequence[float]) -> npt.NDArray[np.float64]:
    values = np.asarray(group, dtype=np.float64)
    stretched: npt.NDArray[np.float64] = (values - values.mean()) * math.sqrt(len(values) / (len(values) - 1))
    return stretched


def mean_estimate(values: Sequence[float], deviations: Deviations) -> Estimate | None:
    """Return a person's mean with its error; None without ideas.

    >>> mean_estimate([1.0, 3.0], Deviations([[1.0, 3.0]]))
    Estimate(value=2.0, standard_error=1.0)
    """
    if not values:
        return None
    return Estimate(math.fsum(values) / len(values), deviations.spread / math.sqrt(len(values)))


def top2_estimate(values: Sequence[float], deviations: Deviations) -> Estimate | None:
    """Return the mean of a person's two highest values with its error; None without ideas."""
    if not values:
        return None
    top = sorted(values)[-_TOP:]
    return Estimate(math.fsum(top) / len(top), deviations.of_top_two(len(values)))
