"""What is asked of a many-facet Rasch fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from contest_app.scoring.severity.obstacles import CannotEstimate, Obstacle
from contest_app.scoring.severity.ratings import FloatArray, Ratings

JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class RaschModel:
    """How facets act on ratings.

    Attributes
    ----------
    negative : facets whose higher measures lower a rating (severity, difficulty); the others raise it.
    floating : the facet that is not centred at 0; "judge" where there is one, else the first, where not given.
    partial_credit : facet each of whose elements has thresholds of its own; one rating scale for all where not given.
    anchors : measures in logits that are fixed beforehand, by facet and element.

    """

    negative: frozenset[str] = frozenset()
    floating: str | None = None
    partial_credit: str | None = None
    anchors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def floating_facet(self, ratings: Ratings) -> int:
        """Return the number of the facet that floats. Raises CannotEstimate."""
        return floating_facet(ratings, self.floating)

    def signs(self, ratings: Ratings) -> FloatArray:
        """Return 1 or -1 for each facet. Raises CannotEstimate for a facet that is unknown."""
        signs = np.ones(len(ratings.facets))
        for name in self.negative:
            signs[ratings.facet(name)] = -1.0
        return signs

    def anchored(self, ratings: Ratings) -> tuple[FloatArray, ...]:
        """Return each facet's fixed measures, (n_elements,), NaN where free. Raises CannotEstimate."""
        fixed = tuple(np.full(size, np.nan) for size in ratings.sizes)
        for facet, measures in self.anchors.items():
            number = ratings.facet(facet)
            for element, measure in measures.items():
                if element not in ratings.elements[number]:
                    raise CannotEstimate(Obstacle.UNKNOWN, f"there is no {facet} '{element}' to anchor")
                fixed[number][ratings.elements[number].index(element)] = measure
        return fixed


def floating_facet(ratings: Ratings, name: str | None = None) -> int:
    """Return the number of the judges' facet: the named one, else "judge" where there is one, else the first.

    Raises CannotEstimate for an unknown name.
    """
    if name is not None:
        return ratings.facet(name)
    return ratings.facets.index(JUDGE) if JUDGE in ratings.facets else 0
