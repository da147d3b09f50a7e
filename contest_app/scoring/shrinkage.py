"""How far a small group's mean is believed: the credibility of Bühlmann and Straub.

Groups differ truly with the variance ``between``, people within a group with the variance ``within``. The best linear
guess of the true mean of a group of n people then lies between its own mean and the wider group's:

    w = n / (n + within / between)        shrunk = w · own + (1 − w) · wider        error² = w · within / n

so a class of eight is mostly believed to be like its region, and a district of eight hundred speaks for itself. The
weight is shown wherever a shrunk figure is.

Source: Bühlmann, H., & Straub, E. (1970). Glaubwürdigkeit für Schadensätze. Mitteilungen der Vereinigung
schweizerischer Versicherungsmathematiker, 70, 111-133.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from contest_app.scoring.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A group's mean drawn towards the wider group's.

    Attributes
    ----------
    mean : with its standard error, in the unit of the scores.
    weight : of the group's own mean, from 0 (all from the wider group) to 1 (all its own).
    people : in the group.

    """

    mean: Estimate
    weight: float
    people: int


@dataclass(frozen=True, slots=True)
class Credibility:
    """Variances, in squared units of the scores: of people within a group, and of the groups' true means."""

    within: float
    between: float

    def weight(self, people: int) -> float:
        """Return the weight of a group's own mean; 0 where groups differ no more than by chance.

        >>> Credibility(within=5.0, between=19 / 3).weight(3) == 19 / 24
        True
        """
        if people == 0 or self.between == 0:
            return 0.0
        return people / (people + self.within / self.between)

    def shrink(self, scores: Sequence[float], wider_mean: float) -> Shrunk:
        """Return the group's mean drawn towards the wider group's."""
        weight = self.weight(len(scores))
        own = math.fsum(scores) / len(scores) if scores else wider_mean
        # The variance of the true mean, given the scores: all of it without people, little of it with many.
        error = math.sqrt((1 - weight) * self.between)
        return Shrunk(Estimate(weight * own + (1 - weight) * wider_mean, error), weight, len(scores))


def credibility(groups: Sequence[Sequence[float]]) -> Credibility | None:
    """Estimate both variances from groups of scores, without assuming a distribution.

    None where they tell nothing of one of the two: fewer than two groups with people, or no group with two.
    The variance between groups is 0 where the means differ less than chance would have them.
    """
    filled = [group for group in groups if group]
    people = sum(len(group) for group in filled)
    freedom = people - len(filled)
    if len(filled) <= 1 or freedom == 0:
        return None
    means = [math.fsum(group) / len(group) for group in filled]
    within = math.fsum((score - mean) ** 2 for group, mean in zip(filled, means, strict=True) for score in group)
    within /= freedom
    return Credibility(within, _between([len(group) for group in filled], means, within))


def _between(sizes: Sequence[int], means: Sequence[float], within: float) -> float:
    """Return the unbiased estimate of the variance of true means, or 0 where it is below."""
    people = sum(sizes)
    grand = math.fsum(size * mean for size, mean in zip(sizes, means, strict=True)) / people
    spread = math.fsum(size * (mean - grand) ** 2 for size, mean in zip(sizes, means, strict=True))
    unbalance = people - sum(size**2 for size in sizes) / people
    return max(0.0, (spread - (len(sizes) - 1) * within) / unbalance)
