"""Judges whose comparisons do not go with everybody's scale, and entries that the jury does not agree on.

A comparison scores x = 1, ½ or 0 for the entry shown first, while the scale expects E with the variance W. Over the
comparisons of a judge, or of an entry,

    infit = Σ (x − E)² / Σ W        outfit = mean of (x − E)² / W

1 is what the scale expects. Above 1 is more surprise: preferring entries that others find worse. Below 1 is more
agreement than chance allows. The infit is turned into a z by Wilson and Hilferty's cube root; its error comes from
the fourth moments. Where entries win or lose always, and so are drawn in, nothing surprises about them, and the z is
about half a unit too low: fewer judges are called strange, never more.

Sources: Wright, B. D., & Masters, G. N. (1982). Rating scale analysis. MESA Press. Pollitt, A. (2012). The method of
adaptive comparative judgement. Assessment in Education, 19, 281-300.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from contest_app.scoring.pairwise.comparisons import Compared, Comparison, FloatArray, compared
from contest_app.scoring.pairwise.model import PairwiseScale

STRANGE: Final = 2.0
"""A z beyond which a judge is worth a talk; by chance one judge of forty gets there."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a judge's comparisons, or those of an entry, go with the scale.

    Attributes
    ----------
    name : of the judge, or of the entry.
    comparisons : how many.
    infit, outfit : mean squares, about 1; above is more surprise than expected.
    z : of the infit, standard normal if nothing is strange.

    """

    name: str
    comparisons: int
    infit: float
    outfit: float
    z: float

    @property
    def is_strange(self) -> bool:
        """Say whether there is more surprise than chance brings."""
        return self.z > STRANGE


def fit_of_judges(scale: PairwiseScale, comparisons: Iterable[Comparison]) -> list[Fit]:
    """Return how each judge goes with the scale, by name.

    Raises ValueError unless the comparisons are of the entries of the scale.
    """
    rows = _of_scale(scale, comparisons)
    return _fits(scale, rows, np.array(rows.judges), np.arange(len(rows.judges)))


def fit_of_entries(scale: PairwiseScale, comparisons: Iterable[Comparison]) -> list[Fit]:
    """Return how the jury agrees on each entry, by name.

    Raises ValueError unless the comparisons are of the entries of the scale.
    """
    rows = _of_scale(scale, comparisons)
    names = np.array(rows.entries)[np.concatenate([rows.first, rows.second])]
    return _fits(scale, rows, names, np.tile(np.arange(len(rows.first)), 2))


def _of_scale(scale: PairwiseScale, comparisons: Iterable[Comparison]) -> Compared:
    rows = compared(comparisons)
    if rows.entries != scale.entries:
        raise ValueError("the comparisons are of other entries than the scale")
    return rows


def _fits(scale: PairwiseScale, rows: Compared, names: np.ndarray, at: np.ndarray) -> list[Fit]:
    """Return the fit of each name, whose comparisons are those at the given places."""
    said = scale.probabilities(rows)
    surprise = np.square(rows.score - said.expected)
    spread = _fourth_moment(rows, scale) - np.square(said.variance)
    fits: list[Fit] = []
    for name in np.unique(names).tolist():
        mine = at[names == name]
        weight = float(said.variance[mine].sum())
        infit = float(surprise[mine].sum()) / weight
        outfit = float((surprise[mine] / said.variance[mine]).mean())
        error = float(np.sqrt(max(spread[mine].sum(), 0.0))) / weight
        fits.append(Fit(name, len(mine), infit, outfit, _standardised(infit, error)))
    return fits


def _fourth_moment(rows: Compared, scale: PairwiseScale) -> FloatArray:
    said = scale.probabilities(rows)
    expected = said.expected
    chances: Sequence[tuple[float, FloatArray]] = (
        (1.0, said.first),
        (0.5, said.tie),
        (0.0, 1 - said.first - said.tie),
    )
    moments = [chance * (score - expected) ** 4 for score, chance in chances]
    return np.asarray(np.sum(moments, axis=0))


def _standardised(infit: float, error: float) -> float:
    """Return Wilson and Hilferty's z; 0 where the comparisons could not have surprised."""
    return float((np.cbrt(infit) - 1) * 3 / error + error / 3) if error else 0.0
