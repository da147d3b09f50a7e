"""Gaussian-process regression over unit vectors, with a part of its own for each group.

The covariance of two answers x, x' of the groups (prompts) g, g' is

    a·exp(−|x − x'|² / 2ℓ²) + [g = g'] · (b·exp(−|x − x'|² / 2m²) + c)

The first part is what answers share whatever the prompt, the second what is learnt about one prompt
alone: near answers to the same prompt count most, as neighbours do. The prediction is the posterior
mean (Rasmussen & Williams 2006, *Gaussian Processes for Machine Learning*, equation 2.25).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve, cholesky, lapack

from contest_app.scoring.encoders import Float32Array

NO_GROUP = -1
"""The group of an answer to a prompt without ratings."""

_BLOCK = 256  # rows predicted at once: their covariances stay in the processor's cache

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Kernel:
    """The covariance; variances in squared units of the target, lengths in those of the vectors.

    Attributes
    ----------
    shared, shared_length : a and ℓ.
    own, own_length, offset : b, m and c; without groups, nought.
    noise : variance of a rating about the truth.

    """

    shared: float
    shared_length: float
    noise: float
    own: float = 0.0
    own_length: float = 1.0
    offset: float = 0.0

    def between(
        self, left: Float32Array, left_groups: Integers, right: Float32Array, right_groups: Integers
    ) -> Float32Array:
        """Return the (n, m) covariances of n and m answers, without noise."""
        squared = squared_distances(left, right)
        covariance: Float32Array = np.float32(self.shared) * np.exp(
            squared * np.float32(-0.5 / self.shared_length**2)
        )
        if self.own or self.offset:
            same = (left_groups[:, None] == right_groups[None, :]) & (left_groups[:, None] != NO_GROUP)
            rows, columns = np.nonzero(same)
            near = np.exp(squared[rows, columns] * np.float32(-0.5 / self.own_length**2))
            covariance[rows, columns] += np.float32(self.own) * near + np.float32(self.offset)
        return covariance


def squared_distances(left: Float32Array, right: Float32Array) -> Float32Array:
    """Return the (n, m) squared Euclidean distances between rows.

    >>> squared_distances(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32)).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    squared: Float32Array = left @ right.T
    squared *= np.float32(-2.0)
    squared += np.einsum("ij,ij->i", left, left)[:, None]
    squared += np.einsum("ij,ij->i", right, right)[None, :]
    return np.maximum(squared, np.float32(0.0), out=squared)


def no_groups(count: int) -> Integers:
    """Return ``count`` times `NO_GROUP`."""
    return np.full(count, NO_GROUP, dtype=np.int64)


class GaussianProcess:
    """The regression of a target on vectors and groups.

    Parameters
    ----------
    kernel
        The covariance.

    Attributes
    ----------
    anchors_ : (m, d) float32, the vectors it learnt from.
    groups_ : (m,) their groups.
    weights_ : (m,) float32, what each anchor adds for its covariance.
    mean_ : the target's mean, the prediction far from all anchors.

    """

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def fit(self, vectors: Float32Array, groups: Integers, target: npt.NDArray[np.float64]) -> Self:
        """Learn from (m, d) vectors, (m,) groups and (m,) targets; memory grows with m², time with m³."""
        self._at(vectors, groups)
        self.mean_ = float(target.mean())
        factor = cho_factor(self._noisy(), lower=True, overwrite_a=True, check_finite=False)
        self.weights_: Float32Array = cho_solve(factor, (target - self.mean_).astype(np.float32), check_finite=False)
        return self

    def left_out(self, target: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the (m,) predictions of each anchor's target from the others alone.

        In closed form: yᵢ − [K⁻¹(y − μ)]ᵢ / [K⁻¹]ᵢᵢ (Rasmussen & Williams 2006, equation 5.12), for
        the covariance K with noise; the mean μ is left as it is.
        """
        inverse_diagonal = _inverse_diagonal(self._noisy())
        return np.asarray(target - self.weights_ / inverse_diagonal, dtype=np.float64)

    def _noisy(self) -> Float32Array:
        covariance = self.kernel.between(self.anchors_, self.groups_, self.anchors_, self.groups_)
        covariance[np.diag_indices(len(covariance))] += np.float32(self.kernel.noise)
        return covariance

    @classmethod
    def learnt(
        cls, kernel: Kernel, vectors: Float32Array, groups: Integers, weights: Float32Array, mean: float
    ) -> Self:
        """Return a process that has learnt already, from what `fit` left in it."""
        process = cls(kernel)
        process.weights_ = weights
        process.mean_ = mean
        return process._at(vectors, groups)

    def _at(self, vectors: Float32Array, groups: Integers) -> Self:
        self.anchors_ = vectors
        self.groups_ = groups
        return self

    def predict(self, vectors: Float32Array, groups: Integers) -> npt.NDArray[np.float64]:
        """Return the (n,) posterior means for (n, d) vectors; `NO_GROUP` for a group never met."""
        means = np.empty(len(vectors))
        for start in range(0, len(vectors), _BLOCK):
            block = slice(start, start + _BLOCK)
            covariance = self.kernel.between(vectors[block], groups[block], self.anchors_, self.groups_)
            means[block] = self.mean_ + covariance @ self.weights_
        return means


def _inverse_diagonal(matrix: Float32Array) -> Float32Array:
    """Return the (m,) diagonal of the inverse of a positive definite matrix, which is overwritten."""
    factor = cholesky(matrix, lower=True, overwrite_a=True, check_finite=False)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    return np.asarray(inverse.diagonal(), dtype=np.float32).copy()
