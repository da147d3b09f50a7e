"""How far judges agree: intraclass correlations and Krippendorff's alpha, gaps allowed in the latter.

Numpy alone, so that a page may compute it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """Six coefficients of Shrout and Fleiss (1979), at most 1; higher is better agreement.

    ``icc1``: each entry has other judges. ``icc2``: the same judges, a sample of those who might
    have judged; their severity counts as error. ``icc3``: these judges alone, severity set aside.
    The second of each name is for the mean of all judges instead of one. None where the marks do
    not vary enough to tell.
    """

    icc1: float | None
    icc2: float | None
    icc3: float | None
    icc1_mean: float | None
    icc2_mean: float | None
    icc3_mean: float | None


def intraclass_correlations(ratings: npt.ArrayLike) -> IntraclassCorrelations:
    """Return the intraclass correlations of an (n entries, k judges) table without gaps.

    Raises ValueError for gaps, or for fewer than two entries or judges.

    Source: Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations: Uses in assessing rater
    reliability. Psychological Bulletin, 86(2), 420-428.
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2 or not np.isfinite(table).all():  # noqa: PLR2004 -- of each at least a pair
        raise ValueError("a complete table of at least two entries by two judges is needed")
    entries, judges = table.shape
    between, within, judge, error = _mean_squares(table)
    severity = judges * (judge - error) / entries
    return IntraclassCorrelations(
        icc1=_ratio(between - within, between + (judges - 1) * within),
        icc2=_ratio(between - error, between + (judges - 1) * error + severity),
        icc3=_ratio(between - error, between + (judges - 1) * error),
        icc1_mean=_ratio(between - within, between),
        icc2_mean=_ratio(between - error, between + (judge - error) / entries),
        icc3_mean=_ratio(between - error, between),
    )


def _mean_squares(table: FloatArray) -> tuple[float, float, float, float]:
    """Return the mean squares between entries, within entries, between judges, and of the rest."""
    entries, judges = table.shape
    grand = table.mean()
    by_entry, by_judge = table.mean(axis=1), table.mean(axis=0)
    between = judges * float(((by_entry - grand) ** 2).sum()) / (entries - 1)
    within = float(((table - by_entry[:, None]) ** 2).sum()) / (entries * (judges - 1))
    judge = entries * float(((by_judge - grand) ** 2).sum()) / (judges - 1)
    rest = table - by_entry[:, None] - by_judge[None, :] + grand
    error = float((rest**2).sum()) / ((entries - 1) * (judges - 1))
    return between, within, judge, error


_NOTHING = 1e-12  # of a mark squared: what rounding leaves of a variance that is nought


def _ratio(numerator: float, denominator: float) -> float | None:
    return None if abs(denominator) < _NOTHING else numerator / denominator


class Level(StrEnum):
    """What the marks measure, which says how far apart two of them are."""

    NOMINAL = "nominal"  # names: equal or not
    ORDINAL = "ordinal"  # ranks
    INTERVAL = "interval"  # points
    RATIO = "ratio"  # amounts above nought


def krippendorff_alpha(ratings: npt.ArrayLike, level: Level = Level.INTERVAL) -> float | None:
    """Return Krippendorff's alpha of an (n units, k judges) table, NaN where a judge gave no mark.

    1 is full agreement, 0 what chance gives, less is worse than chance. None where no unit has two
    marks, or where all the marks are equal: there is nothing to tell agreement from.

    Source: Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability.
    """
    table = np.asarray(ratings, dtype=np.float64)
    paired = table[np.isfinite(table).sum(axis=1) > 1]
    values = np.unique(paired[np.isfinite(paired)])
    if len(values) <= 1:
        return None
    coincidences = _coincidences(paired, values)
    totals = coincidences.sum(axis=1)
    distances = _DISTANCES[level](values, totals)
    observed = float((coincidences * distances).sum())
    expected = float((np.outer(totals, totals) * distances).sum()) / (float(totals.sum()) - 1)
    return 1.0 - observed / expected


def _coincidences(table: FloatArray, values: FloatArray) -> FloatArray:
    """Return how often each pair of values meets within a unit, each unit weighing as its marks."""
    counts = (table[:, :, None] == values).sum(axis=1).astype(np.float64)
    weights = 1.0 / (counts.sum(axis=1) - 1)
    weighted = counts * weights[:, None]
    return np.asarray(weighted.T @ counts - np.diag(weighted.sum(axis=0)))


def _nominal(values: FloatArray, totals: FloatArray) -> FloatArray:  # noqa: ARG001 -- one signature for all levels
    return 1.0 - np.eye(len(values))


def _ordinal(values: FloatArray, totals: FloatArray) -> FloatArray:  # noqa: ARG001 -- one signature for all levels
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _interval(values: FloatArray, totals: FloatArray) -> FloatArray:  # noqa: ARG001 -- one signature for all levels
    return np.asarray((values[:, None] - values[None, :]) ** 2)


def _proportional(values: FloatArray, totals: FloatArray) -> FloatArray:  # noqa: ARG001 -- one signature for all levels
    sums = values[:, None] + values[None, :]
    return np.asarray(((values[:, None] - values[None, :]) / np.where(sums == 0, 1.0, sums)) ** 2)


_DISTANCES: dict[Level, Callable[[FloatArray, FloatArray], FloatArray]] = {
    Level.NOMINAL: _nominal,
    Level.ORDINAL: _ordinal,
    Level.INTERVAL: _interval,
    Level.RATIO: _proportional,
}
