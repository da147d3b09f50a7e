"""Flexibility: in how many directions a person thought, and how often the direction changed.

Both grow with the number of ideas: they are reported beside fluency and never instead of it.
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from contest_app.scoring.estimate import Estimate


def categories(sequence: Sequence[int]) -> Estimate:
    """Return the number of distinct categories in a person's ideas.

    The error is that of the bootstrap that reckons with categories the person might have thought of as
    well (Chao et al. 2014): plain resampling can only lose categories, and its error is a third too
    small. Of n ideas f₁ stand alone in their category and f₂ in pairs. About f₁² / 2f₂ categories are
    unseen and have the share 1 − C of the ideas, C being the Good-Turing coverage; the others' shares
    shrink to make room. Over n draws from these shares the variance of the number of categories is

        Σ qᵢ(1 − qᵢ) + Σᵢ≠ⱼ [(1 − pᵢ − pⱼ)ⁿ − qᵢqⱼ]        qᵢ = (1 − pᵢ)ⁿ

    Range 0 to n. Source: Chao, A., et al. (2014). Rarefaction and extrapolation with Hill numbers.
    Ecological Monographs, 84, appendix G.

    >>> categories([1, 1, 2, 3]).value
    3.0
    """
    if not sequence:
        return Estimate(0.0, 0.0)
    counts = Counter(sequence)
    return Estimate(float(len(counts)), _error(tuple(sorted(counts.values()))))


@lru_cache(maxsize=10_000)
def _error(counts: tuple[int, ...]) -> float:
    shares, times = likely_shares(counts)
    n = sum(counts)
    missing = (1 - shares) ** n
    both = np.maximum(1 - shares[:, None] - shares, 0.0) ** n - missing[:, None] * missing
    pairs = times[:, None] * times - np.diag(times)
    return math.sqrt(max(float(np.sum(times * missing * (1 - missing)) + np.sum(pairs * both)), 0.0))


def likely_shares(counts: Sequence[int]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the likely shares of categories, those unseen included, and how many have each share.

    ``counts`` are the ideas in each category.
    """
    n = sum(counts)
    sizes, times = (np.array(each, dtype=np.float64) for each in zip(*sorted(Counter(counts).items()), strict=True))
    unseen, coverage = _unseen(n, counts.count(1), counts.count(2))
    seen = sizes / n
    alone = (1 - seen) ** n
    shrinking = (1 - coverage) / float(times @ (seen * alone)) if unseen else 0.0
    shares = seen * (1 - shrinking * alone)
    if not unseen:
        return shares, times
    return np.append(shares, (1 - coverage) / unseen), np.append(times, unseen)


def _unseen(n: int, singles: int, pairs: int) -> tuple[int, float]:
    """Return how many categories are likely unseen, and the share of ideas that the seen ones cover."""
    if n < 2 or singles == 0:  # noqa: PLR2004 -- one idea tells nothing of others
        return 0, 1.0
    unseen = singles**2 / (2 * pairs) if pairs else singles * (singles - 1) / 2
    doubles, ones = (2 * pairs, singles) if pairs else (2, singles - 1)
    coverage = 1 - singles / n * ((n - 1) * ones / ((n - 1) * ones + doubles))
    return math.ceil(unseen * (n - 1) / n), coverage


def switches(sequence: Sequence[int]) -> Estimate:
    """Return how often the category changes from one idea to the next, in order of answering.

    The model: each of the n − 1 steps switches with the same chance; its estimate under Jeffreys'
    prior gives the binomial error √((n − 1)·p·(1 − p)). Range 0 to n − 1.

    >>> switches([1, 2, 2, 1]).value
    2.0
    """
    steps = max(len(sequence) - 1, 0)
    changed = sum(one != other for one, other in pairwise(sequence))
    chance = (changed + 0.5) / (steps + 1)
    return Estimate(float(changed), math.sqrt(steps * chance * (1 - chance)))
