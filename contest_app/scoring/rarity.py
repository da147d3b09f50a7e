"""How rare an idea is, from how many people had it: those who were asked together, and a norm sample.

**The share.** Of n people asked together k had the idea; of N people of the norm sample K had it. The sample says
what to expect, p₀ = (K + ½) / (N + 1), and weighs as many people as it has, up to `STRENGTH`:

    s = (N + 1) / (1 + N / STRENGTH)        p ~ Beta(s·p₀ + k, s·(1 − p₀) + n − k)
    share = (k + s·p₀) / (n + s)            rarity = −log₂ share   bits

Without a sample s = 1 and p₀ = ½: Jeffreys' prior, (k + ½) / (n + 1). With a small one its people count nearly like
those asked, (k + K + ½) / (n + N + 1). With a large one a class of a hundred and the sample weigh alike: were all
classes alike, the sample would deserve more, but what a class has just read or heard it tells together, and its own
count must be able to say so. (STRENGTH = 100 stands for an intraclass correlation of .01 of having an idea; on pools
cut at random, where no limit would be best, it costs .003 of the correlation with ratings.)

Fewer than `FEWEST` people asked together are no group yet: where there is a sample of as many, each is counted as
one more of it, (K + 1½) / (N + 2).

**Its error.** The standard deviation of −log₂ p, which for a beta distribution is exact:

    error² = [ψ₁(α) − ψ₁(α + β)] / ln² 2        with the trigamma function ψ₁
"""

import math
from dataclasses import dataclass
from functools import cache

from scipy.special import polygamma

from contest_app.scoring.estimate import Estimate

STRENGTH = 100.0
"""People that a norm sample weighs at most, however many it has."""

FEWEST = 10
"""People asked together below whom a norm sample of as many alone says how rare an idea is."""

_CONFIDENCE = 1.959964  # standard normal quantile of a 95 % interval


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people had an idea, and how many there are: of those asked together, and of the norm sample."""

    people: int
    asked: int
    sample_people: int = 0
    sample: int = 0

    @property
    def having(self) -> int:
        """All people who had the idea."""
        return self.people + self.sample_people

    @property
    def pool(self) -> int:
        """All people there are."""
        return self.asked + self.sample


@cache
def rarity(counts: Counts) -> Estimate:
    """Return −log₂ of the share of people who have the idea, in bits, with its error; more is rarer.

    >>> round(rarity(Counts(3, 23)).value, 2), round(rarity(Counts(3, 23, sample_people=1, sample=199)).value, 2)
    (2.78, 4.68)
    """
    yes, no = _beta(counts)
    variance = float(polygamma(1, yes) - polygamma(1, yes + no))
    return Estimate(-math.log2(yes / (yes + no)), math.sqrt(variance) / math.log(2))


def _beta(counts: Counts) -> tuple[float, float]:
    """Return the parameters of the share's distribution: people who have the idea, and who have not."""
    expected = (counts.sample_people + 0.5) / (counts.sample + 1)
    if counts.asked < FEWEST <= counts.sample:
        return counts.sample_people + 1.5, counts.sample - counts.sample_people + 0.5
    weight = (counts.sample + 1) / (1 + counts.sample / STRENGTH)
    return weight * expected + counts.people, weight * (1 - expected) + counts.asked - counts.people


@cache
def share_interval(people: int, pool_people: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of the share of people who had the idea.

    >>> [round(bound, 2) for bound in share_interval(3, 24)]
    [0.04, 0.31]
    """
    share, z2 = people / pool_people, _CONFIDENCE**2
    centre = (share + z2 / (2 * pool_people)) / (1 + z2 / pool_people)
    spread = share * (1 - share) / pool_people + z2 / (4 * pool_people**2)
    half = _CONFIDENCE * math.sqrt(spread) / (1 + z2 / pool_people)
    # Where all had it the bound is 1 exactly, but rounding may leave it a hair below the share.
    return max(centre - half, 0.0), min(max(centre + half, share), 1.0)
