"""The mean of a group of pupils with an interval that knows that classmates are alike.

Pupils of one class share a teacher, a room and a day, so twenty of them tell less than twenty pupils of twenty
classes. With the classes c = 1 … G as clusters, n pupils, and residuals e about the mean,

    error² = G / (G − 1) · Σ_c (Σ_{i in c} e_i)² / n²        interval = mean ± t(0.975; G − 1) · error

the cluster-robust variance of a mean with the correction for few clusters, and Student's t with G − 1 degrees of
freedom. Two or three classes may come out alike by chance, so the error is never less than that of n pupils who were
chosen one by one, s / √n. One class alone says nothing about others: then there is no interval.

Sources: Liang, K.-Y., & Zeger, S. L. (1986). Longitudinal data analysis using generalized linear models. Biometrika,
73(1), 13-22. Cameron, A. C., & Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of
Human Resources, 50(2), 317-372.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from scipy.special import stdtrit

MIN_CLUSTERS: Final = 2
_UPPER: Final = 0.975


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean and its 95 % interval; without ``low`` and ``high`` where one cluster alone is there."""

    value: float
    low: float | None
    high: float | None
    clusters: int


def clustered_mean(values: Sequence[float], clusters: Sequence[Hashable]) -> Mean:
    """Return the mean of values, one a pupil, whose pupils come in the given clusters.

    >>> found = clustered_mean([1.0, 3.0, 2.0, 6.0], ["7A", "7A", "7B", "7B"])
    >>> found.value, found.clusters, round(found.high - found.value, 2)
    (3.0, 2, 13.72)
    """
    mean = math.fsum(values) / len(values)
    sums: defaultdict[Hashable, float] = defaultdict(float)
    for value, cluster in zip(values, clusters, strict=True):
        sums[cluster] += value - mean
    count = len(sums)
    if count < MIN_CLUSTERS:
        return Mean(mean, None, None, count)
    squares = math.fsum(residual**2 for residual in sums.values())
    clustered = math.sqrt(count / (count - 1) * squares) / len(values)
    error = max(clustered, _plain_error(values, mean))
    half = float(stdtrit(count - 1, _UPPER)) * error
    return Mean(mean, mean - half, mean + half, count)


def _plain_error(values: Sequence[float], mean: float) -> float:
    count = len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (count - 1) / count)
