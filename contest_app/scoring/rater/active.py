"""Which answers to rate next: those whose ratings would take most doubt from all the others."""

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.rater.process import Kernel, no_groups

MAX_CANDIDATES = 4_000
"""Answers that are weighed against each other: 128 MB of covariances."""


class TooManyCandidates(ValueError):
    """More answers than can be weighed against each other; a sample of them will do."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} answers to choose from; at most {MAX_CANDIDATES} are weighed")


def next_to_rate(candidates: Float32Array, rated: Float32Array, kernel: Kernel, count: int) -> npt.NDArray[np.int64]:
    """Return the rows to rate next, the most telling first.

    Each step takes the candidate whose rating would lower the sum of the posterior variances of all
    candidates most (Seo et al. 2000, *Gaussian process regression: active data selection*, IJCNN): an
    answer near many others and far from the rated ones. Equals are settled by their row.

    Parameters
    ----------
    candidates
        (n, d) vectors of the answers without a rating.
    rated
        (m, d) vectors of those with one.
    kernel
        The covariance; its groups are not used.
    count
        How many to choose; all candidates if there are fewer.

    Raises TooManyCandidates.

    """
    if len(candidates) > MAX_CANDIDATES:
        raise TooManyCandidates(len(candidates))
    covariance = _posterior(candidates, rated, kernel)
    chosen: list[int] = []
    open_rows = np.ones(len(candidates), dtype=bool)
    for _ in range(min(count, len(candidates))):
        variance = covariance.diagonal() + kernel.noise
        gains = np.where(open_rows, np.einsum("ij,ij->j", covariance, covariance) / variance, -np.inf)
        best = int(np.argmax(np.round(gains, 9)))
        chosen.append(best)
        open_rows[best] = False
        column = covariance[:, best].copy()
        covariance -= np.outer(column, column) / variance[best]
    return np.array(chosen, dtype=np.int64)


def _posterior(candidates: Float32Array, rated: Float32Array, kernel: Kernel) -> npt.NDArray[np.float64]:
    """Return the (n, n) covariance of the candidates, given that the others are rated."""
    among = kernel.between(candidates, no_groups(len(candidates)), candidates, no_groups(len(candidates)))
    prior = among.astype(np.float64)
    if not len(rated):
        return prior
    across = kernel.between(candidates, no_groups(len(candidates)), rated, no_groups(len(rated))).astype(np.float64)
    known = kernel.between(rated, no_groups(len(rated)), rated, no_groups(len(rated))).astype(np.float64)
    known[np.diag_indices(len(rated))] += kernel.noise
    return prior - across @ np.linalg.solve(known, across.T)
