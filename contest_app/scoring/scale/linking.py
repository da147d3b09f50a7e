"""Joining two scales through the items they share.

A scale's zero and unit are those of the people it was fitted to. Where two scales share items, one item must mean the
same on both, so that θ on the other scale becomes slope · θ + shift on this one:

    slope = √(Σ w λ_other² / Σ w λ_this²)        shift = Σ w λ (μ_other − μ_this) / Σ w λ²

with w = 1/ψ and λ the mean of λ_this and λ_other / slope: the same whichever scale is called this one, but for
the direction. The shared items are a sample of those that might have been, and each shifts a little in meaning
between two sittings; leaving each out in turn (the jackknife) tells how much that moves the link. The error of
the shift is added to every linked result, as PISA does with its link error.

Two scales with no item in common can only be joined through people: put both sets in one table (`fitting`),
where people who answered items of both, or one norm group that answered either by lot, hold them together.

Source: Kolen, M. J., & Brennan, R. L. (2014). Test equating, scaling, and linking (3rd ed.). Springer. OECD
(2024). PISA 2022 technical report, chapter on scaling.
"""

import math
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.scale.model import Item, Scale

MIN_SHARED = 3
"""Shared items below which a link has no error that could be told."""


class TooFewShared(ValueError):
    """The two scales share too few items to be joined."""


@dataclass(frozen=True, slots=True)
class Link:
    """How results of another scale read on this one: slope · θ + shift, with the errors of both."""

    slope: Estimate
    shift: Estimate
    items: int

    def apply(self, result: Estimate) -> Estimate:
        """Return a result of the other scale on this one; its error now holds the link's."""
        own = self.slope.value * result.standard_error
        unit = result.value * self.slope.standard_error
        value = self.slope.value * result.value + self.shift.value
        return Estimate(value, math.sqrt(own**2 + unit**2 + self.shift.standard_error**2))


def link(this: Scale, other: Scale) -> Link:
    """Return how results of the other scale read on this one.

    Raises TooFewShared below `MIN_SHARED` items with the same name that discriminate upwards on both.
    """
    of_other = {item.name: item for item in other.items}
    shared = [(item, of_other[item.name]) for item in this.items if item.name in of_other]
    shared = [(one, two) for one, two in shared if min(one.discrimination, two.discrimination) > 0]
    if len(shared) < MIN_SHARED:
        raise TooFewShared(f"{len(shared)} shared items; a link takes {MIN_SHARED} or more")
    slope, shift = _join(shared)
    without = np.array([_join(shared[:left] + shared[left + 1 :]) for left in range(len(shared))])
    errors = np.sqrt((len(shared) - 1) * without.var(axis=0))
    return Link(Estimate(slope, float(errors[0])), Estimate(shift, float(errors[1])), len(shared))


def _join(shared: list[tuple[Item, Item]]) -> tuple[float, float]:
    """Return slope and shift."""
    one, two = (np.array([[item.location, item.discrimination, item.residual_variance] for item in side])
                for side in zip(*shared, strict=True))  # fmt: skip
    weights = 2 / (one[:, 2] + two[:, 2])
    slope = math.sqrt(float(weights @ two[:, 1] ** 2) / float(weights @ one[:, 1] ** 2))
    discriminations = (one[:, 1] + two[:, 1] / slope) / 2
    shift = float((weights * discriminations) @ (two[:, 0] - one[:, 0])) / float(weights @ discriminations**2)
    return slope, shift
