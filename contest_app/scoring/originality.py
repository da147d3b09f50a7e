"""Originality without ratings: how few people had the idea, and how far it lies from the others'."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.estimate import Estimate

NEIGHBOURS = 5
RESAMPLES = 400
_BLOCK = 1_024  # rows compared at once
_DECIMALS = 5  # of distances: an encoder's batches differ in the seventh
_CONFIDENCE = 1.959964  # standard normal quantile of a 95 % interval


def rarity(people: int, pool_people: int) -> float:
    """Return −log₂ of the smoothed share of people who had the idea, in bits; more is rarer.

    The share is (people + 1/2) / (pool_people + 1), the posterior mean under Jeffreys' prior: it is
    never nought nor one, and one person of a small class is less rare than one of a large pool.

    >>> round(rarity(3, 23), 2)
    2.78
    """
    return -math.log2((people + 0.5) / (pool_people + 1))


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


def neighbour_distances(
    vectors: Float32Array,
    owners: npt.NDArray[np.int64],
    others: Float32Array,
    other_owners: npt.NDArray[np.int64],
) -> list[float | None]:
    """Return each idea's mean cosine distance to the `NEIGHBOURS` nearest ideas of other people.

    Parameters
    ----------
    vectors
        (n, d) unit rows of the ideas to place.
    owners
        (n,) numbers of their people.
    others
        (m, d) unit rows of the pool, one for each person and wording.
    other_owners
        (m,) numbers of their people.

    Returns
    -------
    list of n distances
        From 0 to 2; farther is more original. Where others gave fewer ideas, the mean is over those;
        None where nobody else gave any.

    """
    found: list[float | None] = []
    for start in range(0, len(vectors), _BLOCK):
        block = slice(start, start + _BLOCK)
        distances = 1.0 - vectors[block] @ others.T
        distances[owners[block, None] == other_owners[None, :]] = np.inf
        found.extend(_mean_of_nearest(row) for row in distances)
    return found


def _mean_of_nearest(distances: Float32Array) -> float | None:
    nearest = distances
    if len(distances) > NEIGHBOURS:
        nearest = np.partition(distances, NEIGHBOURS - 1)[:NEIGHBOURS]
    nearest = nearest[np.isfinite(nearest)]
    if not len(nearest):
        return None
    return max(0.0, round(float(nearest.astype(np.float64).mean()), _DECIMALS))


def mean_estimate(values: Sequence[float], spread: float) -> Estimate | None:
    """Return a person's mean with the error of the model: spread / √n; None without ideas.

    ``spread`` is the standard deviation within a person, pooled over all people: three ideas of
    one person are too few to estimate it from.
    """
    if not values:
        return None
    return Estimate(math.fsum(values) / len(values), spread / math.sqrt(len(values)))


def top2_estimate(values: Sequence[float], spread: float, seed: int) -> Estimate | None:
    """Return the mean of a person's two highest values; None without ideas.

    The error: the bootstrap over ideas (`RESAMPLES` of them), and from fewer than three ideas,
    where resampling shows too little, the model's spread / √n.
    """
    if not values:
        return None
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    top = float(ordered[-2:].mean())
    if len(ordered) < 3:  # noqa: PLR2004 -- two ideas are the whole top
        return Estimate(top, spread / math.sqrt(len(ordered)))
    draws = np.random.default_rng(seed).choice(ordered, size=(RESAMPLES, len(ordered)))
    tops = np.sort(draws, axis=1)[:, -2:].mean(axis=1)
    return Estimate(top, float(tops.std(ddof=1)))


def pooled_spread(groups: Sequence[Sequence[float]]) -> float:
    """Return the standard deviation within people, pooled over those with two values or more.

    Without such people, the standard deviation over all values; 0 for fewer than two values.
    """
    deviations = [value - math.fsum(group) / len(group) for group in groups for value in group]
    freedom = sum(len(group) - 1 for group in groups if group)
    if freedom:
        return math.sqrt(math.fsum(each**2 for each in deviations) / freedom)
    everything = [value for group in groups for value in group]
    return float(np.std(everything, ddof=1)) if len(everything) > 1 else 0.0
