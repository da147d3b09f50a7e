"""Measures of elements that have none but lowest or highest ratings.

Their score is moved inwards by .3 score points, and the measure found with everything else fixed: those that were set
aside last come first. Another element of a rating that has no measure yet stands at the mean of its facet.
"""

from collections.abc import Sequence

import numpy as np

from contest_app.scoring.severity.connection import NOWHERE, Components
from contest_app.scoring.severity.rasch.coding import Coded, Extreme
from contest_app.scoring.severity.rasch.single import Units, inwards, shifts_to
from contest_app.scoring.severity.ratings import FloatArray, IntArray, Ratings

Measures = tuple[FloatArray, ...]


def with_extremes(
    ratings: Ratings, codes: Coded, signs: FloatArray, measures: Measures, thresholds: FloatArray
) -> Measures:
    """Return the measures with those of the extreme elements; NaN where a scale of one category tells nothing."""
    for number in reversed(range(codes.round_count)):
        others = tuple(np.where(np.isnan(own), _mean(own), own) for own in measures)
        found = tuple(own.copy() for own in measures)
        for facet, own in enumerate(found):
            elements = np.flatnonzero(
                (codes.element_rounds[facet] == number) & (codes.extreme[facet] != Extreme.EITHER)
            )
            rows = (codes.rounds >= number) & np.isin(ratings.places[:, facet], elements)
            logits = sums_of(ratings, signs, [*others[:facet], np.zeros_like(own), *others[facet + 1 :]])
            of_rating = np.searchsorted(elements, ratings.places[rows, facet])
            units = Units(of_rating, len(elements), logits[rows], codes.groups[rows], thresholds)
            own[elements] = signs[facet] * _measured(units, codes.scales.steps, codes.extreme[facet][elements])
        measures = found
    return measures


def sums_of(ratings: Ratings, signs: FloatArray, measures: Sequence[FloatArray]) -> FloatArray:
    """Return what the elements of each rating add up to, (n_ratings,)."""
    found = np.zeros(len(ratings.values))
    for facet, (sign, own) in enumerate(zip(signs, measures, strict=True)):
        found += sign * own[ratings.places[:, facet]]
    return found


def _measured(units: Units, steps: IntArray, ways: IntArray) -> FloatArray:
    """Return the logits of units that have lowest or highest ratings alone; NaN where there is one category."""
    highest = units.summed(steps[units.groups].astype(np.float64))
    scores = np.where(ways == Extreme.HIGH, highest, 0.0)
    return np.where(highest > 0, shifts_to(units, inwards(scores, np.maximum(highest, 1.0))), np.nan)


def _mean(measures: FloatArray) -> float:
    known = measures[np.isfinite(measures)]
    return float(known.mean()) if known.size else 0.0


def with_attached(ratings: Ratings, codes: Coded, components: Components) -> Components:
    """Return the components with each extreme element in that of its ratings; one of its own where they have none."""
    count, labels = components.count, [own.copy() for own in components.of_element]
    for number in reversed(range(codes.round_count)):
        for facet, own in enumerate(labels):
            for element in np.flatnonzero((codes.element_rounds[facet] == number) & (own == NOWHERE)):
                rows = (codes.rounds >= number) & (ratings.places[:, facet] == element)
                near = max(int(other[ratings.places[rows, at]].max()) for at, other in enumerate(labels))
                own[element] = count if near == NOWHERE else near
                count += near == NOWHERE
    return Components(count, tuple(labels))
