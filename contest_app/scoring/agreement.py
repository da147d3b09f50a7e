"""How far judges agree: intraclass correlations and Krippendorff's alpha with intervals, exact and adjacent marks.

Gaps are allowed in all but the intraclass correlations, for which `generalizability` then stands in. Numpy alone, so
that a page may compute it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from contest_app.scoring.f_distribution import f_quantile

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
    table = _complete(ratings)
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


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, in the unit of what it is an interval of."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class IntraclassIntervals:
    """Intervals of the six coefficients, named as in `IntraclassCorrelations`."""

    icc1: Interval
    icc2: Interval
    icc3: Interval
    icc1_mean: Interval
    icc2_mean: Interval
    icc3_mean: Interval


def intraclass_intervals(ratings: npt.ArrayLike, level: float = 0.95) -> IntraclassIntervals | None:
    """Return the intervals of the intraclass correlations of an (n entries, k judges) table without gaps.

    They come from Fisher's F; those of ``icc2`` by Satterthwaite's approximation. None where judges agree on
    everything but perhaps a constant, or entries do not differ: F says nothing then.

    Raises ValueError for gaps, or for fewer than two entries or judges.

    Source: Shrout and Fleiss (1979), p. 424-426; McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some
    intraclass correlation coefficients. Psychological Methods, 1, 30-46.
    """
    table = _complete(ratings)
    entries, judges = table.shape
    between, within, judge, error = _mean_squares(table)
    if min(between, within, error) < _NOTHING:
        return None
    freedom = entries - 1
    one = _by_f(between / within, (freedom, entries * (judges - 1)), judges, level)
    three = _by_f(between / error, (freedom, freedom * (judges - 1)), judges, level)
    two = _agreement_interval(table.shape, (between, judge, error), level)
    means = (Interval(_of_mean(each.low, judges), _of_mean(each.high, judges)) for each in (one, two, three))
    return IntraclassIntervals(one, two, three, *means)


def _by_f(ratio: float, freedom: tuple[float, float], judges: int, level: float) -> Interval:
    """Return the interval of (F − 1) / (F + k − 1)."""
    tail = (1 + level) / 2
    low = ratio / f_quantile(tail, freedom[0], freedom[1])
    high = ratio * f_quantile(tail, freedom[1], freedom[0])
    return Interval((low - 1) / (low + judges - 1), (high - 1) / (high + judges - 1))


def _agreement_interval(shape: tuple[int, ...], squares: tuple[float, float, float], level: float) -> Interval:
    """Return the interval of ICC(2,1), whose degrees of freedom depend on its own estimate."""
    entries, judges = shape
    between, judge, error = squares
    value = (between - error) / (between + (judges - 1) * error + judges * (judge - error) / entries)
    value = max(value, 0.0)  # below nought the approximation has no meaning
    rest = entries * (1 + (judges - 1) * value) - judges * value
    ratio = judges * value * judge / error
    freedom = (judges - 1) * (entries - 1) * (ratio + rest) ** 2 / ((entries - 1) * ratio**2 + rest**2)
    tail, spread = (1 + level) / 2, judges * judge + (judges * entries - judges - entries) * error
    above = f_quantile(tail, entries - 1, freedom)
    below = f_quantile(tail, freedom, entries - 1)
    return Interval(
        entries * (between - above * error) / (above * spread + entries * between),
        entries * (below * between - error) / (spread + entries * below * between),
    )


def _of_mean(single: float, judges: int) -> float:
    """Return the coefficient of the mean of judges from that of one: Spearman and Brown's formula."""
    divisor = 1 + (judges - 1) * single
    return judges * single / divisor if divisor > 0 else -math.inf


def _complete(ratings: npt.ArrayLike) -> FloatArray:
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2 or not np.isfinite(table).all():  # noqa: PLR2004 -- of each at least a pair
        raise ValueError("a complete table of at least two entries by two judges is needed")
    return table


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
    return None if denominator < _NOTHING else numerator / denominator


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
    counts, values = _counted(ratings)
    totals = counts.sum(axis=0)
    distances = _DISTANCES[level](values, totals)
    return _alpha(float(_apart(counts, distances).sum()), totals, distances)


@dataclass(frozen=True, slots=True)
class AlphaInterval:
    """Krippendorff's alpha with an interval for other entries of the same kind; see `krippendorff_interval`."""

    value: float
    low: float
    high: float


def krippendorff_interval(
    ratings: npt.ArrayLike,
    measure: Level = Level.INTERVAL,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = 1000,
) -> AlphaInterval | None:
    """Return Krippendorff's alpha of an (n units, k judges) table with gaps, and a bootstrap interval.

    Units are drawn again with replacement from a seed; the interval holds the middle of what comes out. None where
    alpha is None. With fewer than some twenty units the interval is too short.

    Source: Zapf, A., Castell, S., Morawietz, L., & Karch, A. (2016). Measuring inter-rater reliability for nominal
    data. BMC Medical Research Methodology, 16, 93.
    """
    value = krippendorff_alpha(ratings, measure)
    if value is None:
        return None
    counts, values = _counted(ratings)
    units = len(counts)
    fixed = None if measure is Level.ORDINAL else _apart(counts, _DISTANCES[measure](values, counts.sum(axis=0)))
    found = [value]
    for times in np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws):
        totals = times @ counts
        distances = _DISTANCES[measure](values, totals)
        apart = _apart(counts, distances) if fixed is None else fixed
        alpha = _alpha(float(times @ apart), totals, distances)
        if alpha is not None:
            found.append(alpha)
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return AlphaInterval(value, float(low), float(high))


@dataclass(frozen=True, slots=True)
class SharedMarks:
    """Shares of pairs of marks of the same entry, from 0 to 1.

    ``exact`` are equal, ``adjacent`` differ by a step or less; ``pairs`` is how many there are.
    """

    exact: float
    adjacent: float
    pairs: int


def shared_marks(ratings: npt.ArrayLike, step: float = 1.0) -> SharedMarks | None:
    """Return how many pairs of judges give the same mark, or one within a step, in an (n entries, k judges) table.

    Gaps are NaN. Every pair of marks of an entry weighs the same. Chance alone brings some of it, more on a short
    scale: show it beside alpha and not instead. None where no entry has two marks.

    >>> shared_marks([[4, 4, 5], [2, 4, float("nan")]])
    SharedMarks(exact=0.25, adjacent=0.75, pairs=4)
    """
    table = np.asarray(ratings, dtype=np.float64)
    one, other = np.triu_indices(table.shape[1], k=1)
    apart = np.abs(table[:, one] - table[:, other])
    apart = apart[np.isfinite(apart)]
    if not apart.size:
        return None
    return SharedMarks(float((apart == 0).mean()), float((apart <= step).mean()), int(apart.size))


def _counted(ratings: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return how often each unit that has two marks got each value, (units, values), and the values."""
    table = np.asarray(ratings, dtype=np.float64)
    paired = table[np.isfinite(table).sum(axis=1) > 1]
    values = np.unique(paired[np.isfinite(paired)])
    return (paired[:, :, None] == values).sum(axis=1).astype(np.float64), values


def _alpha(observed: float, totals: FloatArray, distances: FloatArray) -> float | None:
    """Return alpha from the distance within units and the marks of each value; None where only one value occurs."""
    if np.count_nonzero(totals) <= 1:
        return None
    return 1.0 - observed * (float(totals.sum()) - 1) / float(totals @ distances @ totals)


def _apart(counts: FloatArray, distances: FloatArray) -> FloatArray:
    """Return how far the marks of each unit lie apart, (units,): each pair weighs so that each mark weighs one."""
    return np.asarray(((counts @ distances) * counts).sum(axis=1) / (counts.sum(axis=1) - 1))


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
