"""How well measures follow human ratings."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MIN_PROMPT = 20
"""Rated answers from which a prompt counts for the within-prompt correlation."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Correlations of a measure with ratings, from -1 to 1; None where there is nothing to correlate.

    Attributes
    ----------
    r, rho
        Pearson's and Spearman's, over all answers.
    r_within
        Mean over prompts with at least `MIN_PROMPT` answers of Pearson's r.
    n
        Answers with both numbers.

    """

    r: float | None
    rho: float | None
    r_within: float | None
    n: int


def evaluate(measure: Sequence[float | None], ratings: Sequence[float], prompts: Sequence[str]) -> Agreement:
    """Compare a measure with ratings of the same answers; NaN and None on either side are left out."""
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for value, rating, prompt in zip(measure, ratings, prompts, strict=True):
        if value is not None and math.isfinite(value) and math.isfinite(rating):
            pairs[prompt].append((value, rating))
    everything = [pair for own in pairs.values() for pair in own]
    within = [_pearson(own) for own in pairs.values() if len(own) >= MIN_PROMPT]
    told = [r for r in within if r is not None]
    return Agreement(
        r=_pearson(everything),
        rho=_pearson(_ranks(everything)),
        r_within=math.fsum(told) / len(told) if told else None,
        n=len(everything),
    )


def _pearson(pairs: Sequence[tuple[float, float]]) -> float | None:
    table = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    if len(table) <= 1 or (table.max(axis=0) == table.min(axis=0)).any():
        return None
    matrix: npt.NDArray[np.float64] = np.asarray(np.corrcoef(table.T))
    return float(matrix[0, 1])


def _ranks(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    if not pairs:
        return []
    values, ratings = zip(*pairs, strict=True)
    return list(zip(_shared_ranks(values), _shared_ranks(ratings), strict=True))


def _shared_ranks(values: Sequence[float]) -> list[float]:
    """Return ranks from 1, equal values sharing the mean of theirs; scipy.stats would take a second to load."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: list[float] = (np.cumsum(counts) - (counts - 1) / 2)[places].tolist()
    return ranks
