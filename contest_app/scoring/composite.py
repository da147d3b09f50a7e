"""The number of a response that goes on the scale of a dimension, one for each item.

Counts (fluency, flexibility) go as √(count + 3/8), Anscombe's transformation: a pupil with twelve ideas varies more
from item to item than one with two, and the root makes both vary alike, as the scale supposes. A Poisson model of the
counts themselves (Rasch 1960) was tried and not taken: real counts vary less than Poisson's, or more, and its 80 %
intervals then hold from 46 to 91 % of the truth; docs/scoring/norms_figures.md has the figures.

Originality goes as a mean over ideas, or over the two rarest, **never as a sum**: a sum is fluency in disguise
(r = .97). A composite over items is the estimate on the scale, never a sum of items either: it would grow with the
number of items.

Source: Anscombe, F. J. (1948). The transformation of Poisson, binomial and negative-binomial data. Biometrika, 35,
246-254. Rasch, G. (1960). Probabilistic models for some intelligence and attainment tests.
"""

import math
from enum import StrEnum

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.person import PersonScores


class Dimension(StrEnum):
    """What can be put on a scale over items."""

    FLUENCY = "fluency"
    FLEXIBILITY = "flexibility"
    ORIGINALITY_MEAN = "originality_mean"
    ORIGINALITY_TOP2 = "originality_top2"
    ELABORATION = "elaboration"


_COUNTS = frozenset({Dimension.FLUENCY, Dimension.FLEXIBILITY})
_SHIFT = 3 / 8


def measure(scores: PersonScores, dimension: Dimension) -> float | None:
    """Return a response's number on a dimension; None where it has none, as without a valid idea.

    For counts in roots of ideas or categories, otherwise in the unit of `PersonScores`; more is more.
    """
    estimate = getattr(scores, dimension.value)
    if estimate is None:
        return None
    return math.sqrt(estimate.value + _SHIFT) if dimension in _COUNTS else float(estimate.value)


def on_scale(estimate: Estimate, dimension: Dimension) -> Estimate:
    """Return a stored value of a dimension as the number that goes on the scale, with its error.

    The error of a root is that of the count over twice the root (delta method).

    >>> on_scale(Estimate(0.625, 0.2), Dimension.FLUENCY)
    Estimate(value=1.0, standard_error=0.1)
    """
    if dimension not in _COUNTS:
        return estimate
    root = math.sqrt(estimate.value + _SHIFT)
    return Estimate(root, estimate.standard_error / (2 * root))
